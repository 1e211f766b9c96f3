"""The shell around mail servers: the only users of imapclient and aiosmtplib, whose errors end here."""
