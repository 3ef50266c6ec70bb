"""`tagih demo`: a lender, its people, its last weeks and a working day in progress, all invented.

Everything goes through the doors of the house: files through landing, money through notices, work through the gate.
"""
