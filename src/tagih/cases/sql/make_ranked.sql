-- What a strategy says of people today, for the length of a transaction.
CREATE TEMPORARY TABLE ranked (
    customer_no varchar(40) PRIMARY KEY, points integer NOT NULL, segment varchar(40) NOT NULL,
    step varchar(40) NOT NULL, channel varchar(10) NOT NULL, strategy varchar(60) NOT NULL
) ON COMMIT DROP
