import { expect, test } from "vitest";
import { isOfficialHost } from "./official-hosts";

test.each([
  ["kr.china-embassy.gov.cn", null, true],
  ["www.mofa.go.kr", null, true],
  ["www.gob.mx", null, true],
  ["diplomatie.gouv.fr", null, true],
  ["www.state.gov", null, true],
  ["www.ohchr.un.org", null, true],
  ["unhcr.org", null, false],
  ["www.unhcr.org", "https://www.unhcr.org/", true],
  ["kr.china-embassy.org", "http://kr.china-embassy.org/kor", true],
  ["mail.urad.example", "http://www.urad.example", true],
  ["URAD.example", "http://www.urad.example", true],
  ["evilurad.example", "http://www.urad.example", false],
  ["urad.example.evil.test", "http://www.urad.example", false],
  ["gov.cn.evil.test", null, false],
  ["go.kr", null, false],
  ["notgov", null, false],
  ["fakegov.kr", null, false],
  ["gov.evil", null, false],
  ["wiki.ccget.cc", null, false],
  ["gmail.com", "http://www.urad.example", false],
])("%s with the website %s is official: %s", (host, website, official) => {
  expect(isOfficialHost(host, website)).toBe(official);
});
