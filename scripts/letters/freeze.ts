import { OperatorError } from "@/lib/config/operator-error";
import { freezeCampaign, unfreezeCampaign } from "@/lib/letters/freeze-letters";
import { say } from "../terminal";
import type { Subcommand } from "./subcommand";

type Move = typeof freezeCampaign;

const switching = (move: Move, does: string, done: string): Subcommand => ({
  usage: "CAMPAIGN",
  does,
  words: { least: 1, most: 1 },
  run: async (desk, { positionals: [slug = ""] }) => {
    const result = await move(desk, slug);
    if (!result.ok) throw new OperatorError(`There is no campaign ${slug}.`);
    say(result.changed ? done : "It was so already.");
  },
});

export const freeze = switching(
  freezeCampaign,
  "no letter of the campaign leaves any more",
  "Frozen: letters of this campaign wait until: npm run letters -- unfreeze",
);
export const unfreeze = switching(
  unfreezeCampaign,
  "they leave again",
  "Letters leave again, at their pace.",
);
