"""Personal data: why we hold them, what people may ask of us, how long they stay, and what happens when they leak.

Owns the register of processing, requests of the person, retention, breaches, the rotation of keys. Doesn't own consent
and masking (contacts) nor the words of the files (their packages erase them on our order).
Its words: processing, request, ground, retention rule, breach.
"""
