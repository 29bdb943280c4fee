"""Excel in and out, headers as offices write them."""
