"""Step 9, a page each: how and where, the finished file, its words, its sheet, the web form."""
