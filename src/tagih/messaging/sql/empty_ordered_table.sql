DELETE FROM ordered_message
