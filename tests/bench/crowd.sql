INSERT INTO letters_signature (letter_id, version_id, identity, address, language, state, verdict, rule, name, display, title,
    affiliation, city, country, reason, reason_awaits, search, wants_news, hands_address, came_from, first_rank, consent, network,
    created_at, confirmed_at, ended_reason)
SELECT %(letter)s, %(version)s, sha256(n::text::bytea), %(address)s, 'en', 'confirmed', 'pass', '', initcap(names), 'name',
       CASE WHEN n %% 3 = 0 THEN 'Illustrator' ELSE '' END, '', CASE WHEN n %% 4 = 0 THEN 'Lisbon' ELSE '' END, CASE WHEN n %% 4 = 0 THEN 'Portugal' ELSE '' END,
       CASE WHEN n %% 50 = 0 THEN 'Because I drew half of it.' ELSE '' END, false, names, %(wants_news)s, n %% 10 = 0, CASE WHEN n %% 5 = 0 THEN 'poster' ELSE '' END,
       CASE WHEN n <= 12 THEN n END, '2026-11', '', moment, moment, ''
  FROM (SELECT n, timestamptz '2026-01-01' + n * interval '1 second' AS moment,
               (ARRAY['ada', 'noor', 'suzie', 'maria'])[1 + n %% 4] || ' ' || to_hex(n::bigint * 7919 %% 1000003) AS names
          FROM generate_series(1, %(many)s) AS n) AS made
