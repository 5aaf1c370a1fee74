/** What we use of linebreak (UAX #14), which brings no types of its own. */
declare module "linebreak" {
  export default class LineBreaker {
    constructor(text: string);
    /** `position`: where a line may end; `required`: where it must. */
    nextBreak(): { position: number; required: boolean } | null;
  }
}
