-- Instalments that changed or are gone, before the new ones come; the table is emptied for them.
WITH gone AS (
    DELETE FROM portfolio_instalment i
    USING published_instalment p JOIN portfolio_contract c ON c.contract_no = p.contract_no
    WHERE i.contract_id = c.id AND i.number = p.number
)
DELETE FROM published_instalment
