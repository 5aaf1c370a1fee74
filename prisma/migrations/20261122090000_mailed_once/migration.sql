-- Whether a mail about a signature was written after a moment. VOLATILE, so that it looks anew and not with the eyes of the
-- statement that asks: that one may have waited for the signature's row while another wrote the mail.
CREATE FUNCTION was_mailed_since(signature uuid, since timestamptz) RETURNS boolean LANGUAGE sql VOLATILE AS
  $$ SELECT EXISTS (SELECT FROM outbox_mail WHERE subject_id = signature AND created_at > since) $$;
