-- Letters by state, by mail and in packets. `came-back` stays, for what earlier releases published is never changed.
ALTER TABLE "letter_figure" DROP CONSTRAINT "letter_figure_kind_known";
ALTER TABLE "letter_figure"
    ADD CONSTRAINT "letter_figure_kind_known" CHECK ("kind" IN ('sent-own', 'sent-unchanged', 'delivered', 'bounced', 'refused', 'carried-own', 'carried-unchanged', 'handed-over', 'hand-over-refused', 'hand-over-returned', 'answers', 'printed', 'own-mail', 'copied', 'told-none', 'told-form', 'told-real', 'told-returned', 'came-back'));
