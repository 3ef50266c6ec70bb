"""The daily report on screen: a day's figures in the reader's scope, their definitions, files, targets."""
