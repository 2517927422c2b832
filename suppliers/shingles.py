"""The database function behind `Solution.shingles`: the smallest hashes of a text's runs of three words.

Two texts that share many such runs share some of the smallest (MinHash): an index on a few numbers a row finds them,
where an index on all groups of three letters of long texts would cost each writing dear.
"""

CREATE = """
CREATE FUNCTION suppliers_shingles(text) RETURNS integer[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(kept.hash), '{}') FROM (
    SELECT DISTINCT pg_catalog.hashtext(words.word || ' ' || words.second || ' ' || words.third) AS hash
    FROM (
      SELECT word, lead(word) OVER (ORDER BY place) AS second, lead(word, 2) OVER (ORDER BY place) AS third
      FROM pg_catalog.regexp_split_to_table($1, '[^[:alnum:]]+') WITH ORDINALITY AS split(word, place)
      WHERE word <> ''
    ) AS words
    WHERE words.third IS NOT NULL
    ORDER BY hash LIMIT 24
  ) AS kept
$$
"""
DROP = "DROP FUNCTION suppliers_shingles(text)"
