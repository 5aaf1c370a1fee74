import { OperatorError } from "@/lib/config/operator-error";
import { freezeCampaign, unfreezeCampaign } from "@/lib/letters/freeze-letters";
import { say } from "../terminal";
import type { Subcommand } from "./subcommand";

const switching = (move: typeof freezeCampaign, does: string, done: string): Subcommand => ({
  usage: "",
  does,
  words: { least: 0, most: 0 },
  run: async (desk) => {
    const slug = await desk.campaign();
    const result = await move(desk, slug);
    if (!result.ok) throw new OperatorError(`There is no campaign ${slug}.`);
    say(result.changed ? `${slug}: ${done}` : "It was so already.");
  },
});

export const freeze = switching(
  freezeCampaign,
  "no letter of the campaign leaves any more",
  "frozen; its letters wait until: npm run letters -- unfreeze",
);
export const unfreeze = switching(
  unfreezeCampaign,
  "they leave again",
  "letters leave again, at their pace.",
);
