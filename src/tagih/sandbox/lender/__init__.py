"""A believable Indonesian multifinance lender, drawn from a seed: people, loans, money, and the files its core
system writes.

Everything is invented: people carry coined family names, phone numbers have three zeros where a subscriber number
begins, identity numbers name a district 99 that does not exist, mail goes to `example.com`. The same seed, size and
anchor date give the same bytes. Knows nothing of Tagih: its only door is a folder of feed files.

Words: lender, person, loan, habit, file.
"""
