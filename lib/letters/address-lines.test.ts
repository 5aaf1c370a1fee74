import { expect, test } from "vitest";
import { addressLines } from "./address-lines";

const place = { name: "Embassy 大使馆", address: null, city: null, country: null, hostCountry: null };

test.each([
  [{ address: "Märkisches Ufer 54, Berlin-Mitte", city: "Berlin" }, ["Märkisches Ufer 54, Berlin-Mitte"]],
  [{ address: "27, Myeongdong 2-gil, Jung-gu", city: "Seoul" }, ["27, Myeongdong 2-gil, Jung-gu", "Seoul"]],
  [{ address: "Willem Lodewijklaan, The Hague (number not seen)" }, ["Willem Lodewijklaan, The Hague"]],
  [{ city: "Ulaanbaatar", hostCountry: "Mongolia" }, ["Ulaanbaatar", "MONGOLIA"]],
  [{ city: "Wien", country: "AT" }, ["Wien", "AUSTRIA"]],
  [
    { address: "1 Chinatown Road, Lima-Norte", city: "Lima", country: "CN" },
    ["1 Chinatown Road, Lima-Norte", "CHINA"],
  ],
  [
    { address: "2 Main Street, KR Seoul", hostCountry: "South Korea" },
    ["2 Main Street, KR Seoul", "SOUTH KOREA"],
  ],
  [
    { address: "3 Main Street, Seoul, South Korea", hostCountry: "South Korea" },
    ["3 Main Street, Seoul, South Korea"],
  ],
  [{ country: "EU" }, []],
])("%j", (known, lines) => {
  expect(addressLines({ ...place, ...known })).toEqual(["Embassy 大使馆", ...lines]);
});
