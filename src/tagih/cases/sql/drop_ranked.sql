DROP TABLE ranked
