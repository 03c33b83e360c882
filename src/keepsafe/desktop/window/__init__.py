"""What is around a page: the bar above, the steps beside it, the help below, the menus."""
