/*
 * CSS selectors (W3C Selectors Level 3), told in XPath 1.0, which libxml2 evaluates.
 *
 *	ul.items > li a[href^="/"]
 *	./descendant::ul[contains(concat(' ',normalize-space(@class),' '),' items ')]
 *		/child::li/descendant::a[starts-with(@href,"/")]
 */
#ifndef ASYNC_LIBRARY_SELECTOR_H
#define ASYNC_LIBRARY_SELECTOR_H

/* The XPath expression for a selector: to be freed. An expression that is XPath
 * already is given as it is. Raises SelectorSyntaxError, MemoryError. */
char *selector_to_xpath(const char *selector);

#endif
