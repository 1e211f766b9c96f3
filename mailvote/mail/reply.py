"""The sender's own words: what stands above the quotation, without banners, taglines and signature."""

REPLY_ABOVE = "Please reply above this line"
