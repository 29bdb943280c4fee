"""The design screen: the objects of a document, placed on the page that will be printed."""
