"""The contact gate, pure: facts and packs in, a decision with all its reasons out.

`facts` says what is known, `packs` what a pack is, `zones` which local time counts, `checks` and `counts` hold one
function per rule, `decision` asks them all, `casefile` reads a case from JSON and writes it back.
"""
