import { expect, test } from "vitest";
import { readAddress } from "./address";
import { mailboxName } from "./mailbox-hash";

test.each([
  ["Ana+anything@example.org", "ana@example.org"],
  ["v.ic.tim@proton.me", "victim@proton.me"],
  ["vic-tim+x@protonmail.com", "victim@proton.me"],
  ["vic_tim@pm.me", "victim@proton.me"],
  ["x@victim.fastmail.com", "victim@fastmail.com"],
  ["y+z@a.victim.fastmail.co.uk", "victim@fastmail.co.uk"],
  ["victim@fastmail.com", "victim@fastmail.com"],
  ["v.ic-tim@example.org", "v.ic-tim@example.org"],
  ["x@victim.fastmail.example", "x@victim.fastmail.example"],
])("%s is for limits the mailbox %s", (typed, expected) => {
  const read = readAddress(typed);
  expect(read.ok && mailboxName(read.address)).toBe(expected);
});
