-- How the careful path reads one text. A macro returns NULL where the text cannot be read without guessing.
-- DuckDB only: files are landed on one machine whatever engine reads the lake later.

CREATE OR REPLACE TEMP MACRO feed_clean(t) AS
    nullif(trim(t, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8203) || chr(65279)), '');

CREATE OR REPLACE TEMP MACRO feed_is_scientific(t) AS
    regexp_full_match(t, '[0-9]([.,][0-9]+)?[eE][+][0-9]+');

-- Excel's two ways of forcing text: ="0812" and '0812
CREATE OR REPLACE TEMP MACRO feed_unwrapped(t) AS
    CASE
        WHEN regexp_full_match(t, '="[^"]*"') THEN nullif(substr(t, 3, length(t) - 3), '')
        WHEN regexp_full_match(t, '''[0-9+].*') THEN substr(t, 2)
        ELSE t
    END;

CREATE OR REPLACE TEMP MACRO feed_text(t) AS
    regexp_replace(feed_unwrapped(t), '[\r\n\x00]+', ' ', 'g');

CREATE OR REPLACE TEMP MACRO feed_mask(t) AS
    CASE WHEN length(t) > 6 THEN t[1:2] || '***' || t[-2:] ELSE '***' END;

-- A text that a spreadsheet would run as a formula gets an apostrophe; plain numbers do not.
CREATE OR REPLACE TEMP MACRO feed_inert(t) AS
    CASE
        WHEN regexp_full_match(t, '[-+]?[0-9][0-9.,]*') THEN t
        WHEN ascii(t) IN (61, 43, 45, 64, 9, 13) THEN '''' || t
        ELSE t
    END;

CREATE OR REPLACE TEMP MACRO feed_amount_bare(t) AS
    regexp_replace(regexp_replace(t, '^([-+]?)(Rp\.?|IDR|US\$|\$) *', '\1', 'i'), '(,-+| *(Rp|IDR))$', '', 'i');

-- 1250000.50; other notations only where there is one way to read them
CREATE OR REPLACE TEMP MACRO feed_amount_plain(t) AS
    CASE
        WHEN regexp_full_match(t, '[-+]?([0-9]+|[0-9]+\.[0-9]{1,2}|[0-9]+\.[0-9]{4,}|0\.[0-9]+|[0-9]{4,}\.[0-9]+|\.[0-9]+)')
            THEN t
        WHEN regexp_full_match(t, '[-+]?[0-9]{1,3}(\.[0-9]{3}){2,}(,[0-9]+)?')
            OR regexp_full_match(t, '[-+]?[0-9]{1,3}\.[0-9]{3},[0-9]+')
            OR regexp_full_match(t, '[-+]?[0-9]+,[0-9]{1,2}')
            THEN replace(replace(t, '.', ''), ',', '.')
        WHEN regexp_full_match(t, '[-+]?[0-9]{1,3}(,[0-9]{3}){2,}(\.[0-9]+)?')
            OR regexp_full_match(t, '[-+]?[0-9]{1,3},[0-9]{3}\.[0-9]+')
            THEN replace(t, ',', '')
    END;

-- 1.250.000,50
CREATE OR REPLACE TEMP MACRO feed_amount_id(t) AS
    CASE WHEN regexp_full_match(t, '[-+]?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+)(,[0-9]+)?')
        THEN replace(replace(t, '.', ''), ',', '.') END;

-- 1,250,000.50
CREATE OR REPLACE TEMP MACRO feed_amount_en(t) AS
    CASE WHEN regexp_full_match(t, '[-+]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?') THEN replace(t, ',', '') END;

-- A rate, a score, degrees: thousands make no sense here, so one comma is the decimal point
CREATE OR REPLACE TEMP MACRO feed_decimal(t) AS
    CASE WHEN regexp_full_match(t, '[-+]?([0-9]+([.,][0-9]+)?|[.,][0-9]+)([eE]-[0-9]+)?') THEN replace(t, ',', '.') END;

-- Midnight after an ISO date, the compact form, the day number of a spreadsheet
CREATE OR REPLACE TEMP MACRO feed_date_repaired(t) AS
    CASE
        WHEN regexp_full_match(t, '[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]00:00(:00(\.0+)?)?(Z|[-+]00:?00)?')
            THEN try_cast(t[1:10] AS DATE)
        WHEN regexp_full_match(t, '(19|20)[0-9]{6}') THEN CAST(try_strptime(t, '%Y%m%d') AS DATE)
        WHEN regexp_full_match(t, '[1-6][0-9]{4}(\.0+)?') THEN DATE '1899-12-30' + CAST(t[1:5] AS INTEGER)
    END;

CREATE OR REPLACE TEMP MACRO feed_flag(t) AS
    CASE
        WHEN lower(t) IN ('true', 't', '1', 'y', 'yes', 'ya') THEN TRUE
        WHEN lower(t) IN ('false', 'f', '0', 'n', 'no', 'tidak') THEN FALSE
    END;
