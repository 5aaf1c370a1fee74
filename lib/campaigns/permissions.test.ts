import { expect, test } from "vitest";
import { canCreateCampaign, canEditCampaign, canSeeCampaign } from "./permissions";
import { CAMPAIGN_STATES, canMoveCampaign } from "./states";

const someone = { accountId: "účet", isOwner: false };
const operator = { accountId: "provozovatel", isOwner: true };

test.each([
  ["owner", true, true],
  ["organizer", true, true],
  ["moderator", true, false],
  ["analyst", true, false],
  ["Owner", false, false],
  ["janitor", false, false],
  ["", false, false],
  [null, false, false],
])("the role %s: sees a draft %s, edits %s", (role, sees, edits) => {
  expect(canSeeCampaign(someone, role, { state: "draft" })).toBe(sees);
  expect(canEditCampaign(someone, role)).toBe(edits);
  expect(canSeeCampaign(null, role, { state: "draft" })).toBe(false);
  expect(canEditCampaign(null, role)).toBe(false);
});

test("everyone sees what is public, nobody an unknown state", () => {
  const seen = CAMPAIGN_STATES.filter((state) => canSeeCampaign(null, null, { state }));
  expect(seen).toEqual(["live", "paused", "won", "lost", "superseded"]);
  expect(canSeeCampaign(null, null, { state: "toString" })).toBe(false);
});

test("only the operator makes campaigns, and is no editor by that", () => {
  expect([operator, someone, null].map(canCreateCampaign)).toEqual([true, false, false]);
  expect(canEditCampaign(operator, null)).toBe(false);
});

test("a campaign moves as the table says and never out of its end", () => {
  const moves = CAMPAIGN_STATES.flatMap((from) =>
    CAMPAIGN_STATES.filter((to) => canMoveCampaign(from, to)).map((to) => `${from} → ${to}`),
  );
  expect(moves).toEqual([
    "draft → live",
    "live → paused",
    "live → won",
    "live → lost",
    "live → superseded",
    "paused → live",
    "paused → won",
    "paused → lost",
    "paused → superseded",
  ]);
});
