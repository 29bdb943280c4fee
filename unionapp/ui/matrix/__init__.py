"""The page 楼栋图: a building at one glance, its doors, and how new ones come to be."""
