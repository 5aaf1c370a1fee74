/** What mail programs make a link of wherever it stands, what is made unclickable (hxxp), and mail addresses. */
const PLAIN_LINK = /:\/\/|\bhxxp|\bwww\.[\p{L}\p{N}]|[^\s@]@[\p{L}\p{N}-]+\.\p{L}/iu;

/** evil[.]com, evil (dot) com: written so that programs do not see what people do. */
const DISGUISED_DOT = / ?[[({] ?(?:\.|dot) ?[\])}] ?/giu;

/**
 * Dots that end no part of a domain, where writing without a blank after them is usual: U.S.in, Ph.D.in, e.g.the; J.Li, Dr.Li,
 * г.Москва; and 1.我们, 22.November as the number of a point or day, while 58.com and 36.kr are domains.
 */
const NO_DOMAIN =
  /(?<![\p{L}\p{N}.-])(?:(?:Ph|\p{Lu})\.(?:\p{Lu}\.)+|(?:e\.g|i\.e|a\.m|p\.m|etc)\.|(?:\p{Lu}|Dr|Mr|Mrs|Ms|Prof|г)\.(?=\p{Lu})|\p{N}{1,2}\.(?=\p{L})(?![a-z]{2,3}\b))/gu;

/** What stands after a dot inside writing, as far as its script goes, and what follows it in an address. */
const AFTER_DOT =
  /(?<=[\p{L}\p{N}])\.(?:(?<latin>\p{Script=Latin}{2,})(?<path>[/:]\p{L}|[/:]\p{N})?|(?<listed>\p{Script=Cyrillic}+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+)|xn--|(?<other>\p{L}{2,}))/gu;

/** Ends of domains that are nothing but that in the scripts of our languages, from IANA's list of top-level domains. */
const ENDS_BEYOND_LATIN = new Set([
  ..."рф рус москва сайт онлайн орг ком дети бел укр срб мкд мон бг ею қаз католик".split(" "),
  ..."中国 中國 香港 台湾 台灣 澳门 澳門 新加坡 公司 网络 網路 网站 网址 网店 中文网 在线 商城 商标 商店 集团 组织机构 机构 政务 公益 信息 移动 游戏 娱乐 购物 餐厅 时尚 企业 手机 佛山 广东 我爱你 世界 健康 招聘 慈善 八卦 点看 新闻 书籍 食品 通販 政府".split(
    " ",
  ),
  ..."みんな コム ストア セール クラウド ファッション グーグル ポイント アマゾン 한국 닷컴 닷넷 삼성".split(
    " ",
  ),
]);

/** Ends of domains that are meant also in capitals; after a dot without a blank, other words in capitals begin a sentence. */
const FREQUENT_ENDS = new Set(
  "com org net info biz edu gov int mil xyz top icu vip app dev online site website store shop club live link click page blog news tech space cloud pro mobi asia".split(
    " ",
  ),
);
const REGIONS = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });

/**
 * Whether a text holds a link, or what mail programs make one of (a domain, and with it a mail address). Takes a text composed
 * and without what nobody sees. Numbered points, abbreviations and sentences that begin right after a dot are none, as long as
 * the word after the dot is no end of a domain (helped.It is one: Italy's); small Latin letters after a dot always are.
 */
export function holdsLink(text: string): boolean {
  const shown = text.replace(/\s+/gu, " ").replace(DISGUISED_DOT, ".");
  if (PLAIN_LINK.test(shown)) return true;
  return [...shown.replace(NO_DOMAIN, "").matchAll(AFTER_DOT)].some(({ groups = {} }) => {
    if (groups.latin) return groups.path !== undefined || endsInLatin(groups.latin);
    return groups.listed === undefined || ENDS_BEYOND_LATIN.has(groups.listed.toLowerCase());
  });
}

/** No end of a domain that people meet has a Latin letter beyond ASCII. */
function endsInLatin(word: string): boolean {
  if (!/^[a-z]+$/i.test(word)) return false;
  if (!/^[A-Z]([a-z]+|[A-Z]+)$/.test(word)) return true;
  return FREQUENT_ENDS.has(word.toLowerCase()) || (word.length === 2 && isRegion(word));
}

function isRegion(code: string): boolean {
  return REGIONS.of(code.toUpperCase()) !== undefined;
}
