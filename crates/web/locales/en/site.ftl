site-accessibility-title = Accessibility
site-accessibility-aim = This site is made so that everybody can use it.
