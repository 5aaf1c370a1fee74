-- CreateTable
CREATE TABLE "search_entry" (
    "campaign_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "words" tsvector NOT NULL,

    CONSTRAINT "search_entry_pkey" PRIMARY KEY ("campaign_id","kind","key","locale")
);

-- CreateIndex
CREATE INDEX "search_entry_words_idx" ON "search_entry" USING GIN ("words");

-- AddForeignKey
ALTER TABLE "search_entry" ADD CONSTRAINT "search_entry_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Search in any PostgreSQL, without an extension: the same folding of what is stored and of what is asked for.
ALTER TABLE "search_entry"
    ADD CONSTRAINT "search_entry_kind_known" CHECK ("kind" IN ('claim', 'source', 'dossier'));

-- Small letters without diacritics; 2,600 as 2600; no punctuation; and of Chinese characters, kana and Hangul, which
-- may stand without spaces, each pair of neighbours (한국어 is 한국 국어 어). lib/evidence/search-words.ts does the same.
CREATE FUNCTION evidence_fold(given text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  cjk constant text := '\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff';
  folded text;
BEGIN
  folded := normalize(lower(left(given, 200000)), NFKD);
  folded := normalize(regexp_replace(folded, '[\u0300-\u036f]', '', 'g'), NFC);
  folded := replace(replace(replace(translate(folded, 'łøđħı', 'lodhi'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
  folded := regexp_replace(folded, '(?<=[0-9]),(?=[0-9]{3}([^0-9]|$))', '', 'g');
  folded := regexp_replace(folded, '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u02b0-\u02ff\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30a0\u30fb\ufe10-\ufe6f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+', ' ', 'g');
  IF folded ~ ('[' || cjk || ']') THEN
    folded := regexp_replace(folded, '([' || cjk || ']+)', ' \1 ', 'g');
    folded := regexp_replace(folded, '([' || cjk || '])', '\1\1', 'g');
    folded := regexp_replace(folded, '(^|[^' || cjk || '])[' || cjk || ']', '\1', 'g');
    folded := regexp_replace(folded, '([' || cjk || ']{2})', '\1 ', 'g');
  END IF;
  RETURN folded;
END $$;

CREATE FUNCTION evidence_words(given text, weight "char") RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector('simple', evidence_fold(coalesce(given, ''))), weight)
$$;

-- All texts that a path of a JSON value leads to.
CREATE FUNCTION evidence_texts(given jsonb, path jsonpath) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT string_agg(found #>> '{}', ' ') FROM jsonb_path_query(given, path) AS found
$$;

-- What an entry is of, as words that no folded text can hold: so the index alone answers for one campaign and kind.
CREATE FUNCTION evidence_place(campaign_id uuid, VARIADIC places text[]) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_to_tsvector(array_agg(campaign_id || '/' || place)) FROM unnest(places) AS place
$$;

CREATE FUNCTION search_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_entry VALUES (NEW.campaign_id, 'claim', NEW.key, '', NEW.position,
    evidence_words(NEW.statement, 'A') || evidence_words(concat_ws(' · ', NEW.speaker, NEW.place), 'B')
    || evidence_words(concat_ws(' · ', NEW.date_text, NEW.verdict_correct, evidence_texts(NEW.values, '$[*].*')), 'C')
    || evidence_words(NEW.verdict_reason, 'D') || evidence_place(NEW.campaign_id, 'claim', 'topic/' || NEW.topic))
  ON CONFLICT (campaign_id, kind, key, locale) DO UPDATE SET position = excluded.position, words = excluded.words;
  RETURN NULL;
END $$;
CREATE TRIGGER search_claim AFTER INSERT OR UPDATE ON claim FOR EACH ROW EXECUTE FUNCTION search_claim();

CREATE FUNCTION search_source() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_entry VALUES (NEW.campaign_id, 'source', NEW.key, '', 0,
    evidence_words(concat_ws(' · ', NEW.title, NEW.subtitle, NEW.original_title), 'A')
    || evidence_words(concat_ws(' · ', array_to_string(NEW.authors, ' · '), NEW.translator, NEW.publisher), 'B')
    || evidence_words(concat_ws(' · ', NEW.publication_date, NEW.description), 'C')
    || evidence_words(NEW.reliability, 'D') || evidence_place(NEW.campaign_id, 'source'))
  ON CONFLICT (campaign_id, kind, key, locale) DO UPDATE SET words = excluded.words;
  RETURN NULL;
END $$;
CREATE TRIGGER search_source AFTER INSERT OR UPDATE ON source FOR EACH ROW EXECUTE FUNCTION search_source();

CREATE FUNCTION search_dossier() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_entry SELECT d.campaign_id, 'dossier', d.key, NEW.locale, 0,
    evidence_words(NEW.title, 'A') || evidence_words(NEW.summary, 'B')
    || evidence_words(evidence_texts(NEW.body, '$[*].heading'), 'B')
    || evidence_words(evidence_texts(NEW.body, '$[*].paragraphs[*].sentences[*].text'), 'C')
    || evidence_place(d.campaign_id, 'dossier')
  FROM dossier d WHERE d.id = NEW.dossier_id
  ON CONFLICT (campaign_id, kind, key, locale) DO UPDATE SET words = excluded.words;
  RETURN NULL;
END $$;
CREATE TRIGGER search_dossier AFTER INSERT OR UPDATE ON dossier_text FOR EACH ROW EXECUTE FUNCTION search_dossier();

-- What is gone is found no more; a dossier's texts go with it.
CREATE FUNCTION search_no_more() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM search_entry WHERE campaign_id = OLD.campaign_id AND kind = TG_ARGV[0] AND key = OLD.key;
  RETURN NULL;
END $$;
CREATE TRIGGER search_no_more AFTER DELETE ON claim FOR EACH ROW EXECUTE FUNCTION search_no_more('claim');
CREATE TRIGGER search_no_more AFTER DELETE ON source FOR EACH ROW EXECUTE FUNCTION search_no_more('source');
CREATE TRIGGER search_no_more AFTER DELETE ON dossier FOR EACH ROW EXECUTE FUNCTION search_no_more('dossier');

-- What stands already goes through the same triggers.
UPDATE claim SET position = position;
UPDATE source SET position = position;
UPDATE dossier_text SET title = title;
