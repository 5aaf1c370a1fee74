-- CreateIndex
CREATE INDEX "search_entry_campaign_id_kind_position_key_idx" ON "search_entry"("campaign_id", "kind", "position", "key");

-- As before (see 20261122045322_evidence_search), with a short way for texts of plain letters.
CREATE OR REPLACE FUNCTION evidence_fold(given text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  cjk constant text := '\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff';
  folded text := lower(left(given, 200000));
BEGIN
  IF octet_length(folded) > length(folded) THEN
    folded := regexp_replace(normalize(folded, NFKD), '[\u0300-\u036f]', '', 'g');
    folded := replace(replace(replace(translate(normalize(folded, NFC), 'łøđħı', 'lodhi'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
    folded := regexp_replace(folded, '[\u0080-\u00bf\u00d7\u00f7\u02b0-\u02ff\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30a0\u30fb\ufe10-\ufe6f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+', ' ', 'g');
    IF folded ~ '[\u3005-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]' THEN
      folded := regexp_replace(folded, '([' || cjk || ']+)', ' \1 ', 'g');
      folded := regexp_replace(folded, '([' || cjk || '])', '\1\1', 'g');
      folded := regexp_replace(folded, '(^|[^' || cjk || '])[' || cjk || ']', '\1', 'g');
      folded := regexp_replace(folded, '([' || cjk || ']{2})', '\1 ', 'g');
    END IF;
  END IF;
  IF strpos(folded, ',') > 0 THEN
    folded := regexp_replace(folded, '(?<=[0-9]),(?=[0-9]{3}([^0-9]|$))', '', 'g');
  END IF;
  RETURN translate(folded, E'\t\n\r !"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~', repeat(' ', 37));
END $$;

-- Each part by itself, so that one of them in Chinese does not take the others the long way.
CREATE OR REPLACE FUNCTION search_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_entry VALUES (NEW.campaign_id, 'claim', NEW.key, '', NEW.position,
    setweight(to_tsvector('simple', evidence_fold(NEW.statement)), 'A')
    || setweight(to_tsvector('simple', evidence_fold(NEW.speaker)), 'B')
    || setweight(to_tsvector('simple', coalesce(evidence_fold(NEW.place), '')), 'B')
    || setweight(to_tsvector('simple', evidence_fold(concat_ws(' ', NEW.date_text, NEW.verdict_correct,
      CASE WHEN NEW.values <> '[]' THEN evidence_texts(NEW.values, '$[*].*') END))), 'C')
    || setweight(to_tsvector('simple', evidence_fold(NEW.verdict_reason)), 'D')
    || array_to_tsvector(ARRAY[NEW.campaign_id || '/claim', NEW.campaign_id || '/topic/' || NEW.topic]))
  ON CONFLICT (campaign_id, kind, key, locale) DO UPDATE SET position = excluded.position, words = excluded.words;
  RETURN NULL;
END $$;
