-- What anonymous readers may hear of is looked up for each that begins to listen: thousands of drafts may lie between.
CREATE INDEX effects_public ON effects (seq) WHERE instr(document_id, '.') = 0;
