styleguide-title = Component library
