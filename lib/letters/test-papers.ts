import type { Locale } from "@/lib/i18n/locales";
import type { PaperOrder } from "./draw-paper";

/** The same short letter in every language of the site, with names and signs that its own script has and others lack. */
export const LETTERS: Record<Locale, { subject: string; text: string; name: string }> = {
  en: {
    subject: "Please send nobody back",
    text: "Your Excellency,\n\nI live here, and I ask you to let them go where they wish [1]. My neighbours 김하늘 and Nguyễn Văn Đức think so too.\n\nYours faithfully,\nŽofia Müller-Łącka\nGermany",
    name: "Žofia Müller-Łącka",
  },
  ko: {
    subject: "아무도 돌려보내지 말아 주십시오",
    text: "대사님께,\n\n저는 이곳에 사는 사람으로서 「난민의 지위에 관한 협약」을 지켜 주시기를 부탁드립니다 [1]. UNHCR도 같은 뜻입니다. 金씨 드림 → 감사합니다.\n\n삼가 올립니다,\n김하늘\n대한민국",
    name: "김하늘",
  },
  ja: {
    subject: "誰も送り返さないでください",
    text: "大使閣下\n\nここに住む者として、「難民の地位に関する条約」を守ってくださるようお願い申し上げます[1]。\n\n敬具\n髙﨑 春子\n日本",
    name: "髙﨑 春子",
  },
  "zh-Hans": {
    subject: "请不要遣返任何人",
    text: "尊敬的大使先生：\n\n我住在这里，请您遵守《难民地位公约》，“任何人”都不应被遣返[1]。\n\n此致敬礼\n王小明\n新加坡",
    name: "王小明",
  },
  "zh-Hant": {
    subject: "請不要遣返任何人",
    text: "尊敬的大使先生：\n\n我住在這裡，請您遵守《難民地位公約》，「任何人」都不應被遣返[1]。\n\n敬祝 鈞安\n陳堃喆\n台灣",
    name: "陳堃喆",
  },
  ru: {
    subject: "Пожалуйста, никого не возвращайте",
    text: "Ваше Превосходительство,\n\nя живу здесь и прошу Вас соблюдать Конвенцию о статусе беженцев [1].\n\nС уважением,\nЩукина Ёлка\nРоссия",
    name: "Щукина Ёлка",
  },
};

export const OFFICE = {
  name: "Embassy of the People’s Republic of China in Germany",
  address: "Märkisches Ufer 54, Berlin-Mitte (number not seen)",
  city: "Berlin",
  country: "DE",
  hostCountry: "Germany",
};

type LetterOrder = Extract<PaperOrder, { kind: "letter" }>;

/** A letter to draw in a language, on A4 unless said. */
export function letterOrder(language: Locale, given: Partial<LetterOrder> = {}): LetterOrder {
  const { subject, text, name } = LETTERS[language];
  return {
    ...{ kind: "letter", subject, text, language, locale: language, paper: "a4", office: OFFICE },
    notes: ["UNHCR, 1951. https://example.org/claims/convention"],
    sender: { name, lines: [name, "Straße der Pariser Kommune 8", "10243 Berlin"] },
    date: new Date("2026-11-22T00:00:00Z"),
    ...given,
  };
}
