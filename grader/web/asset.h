/*
 * What pages are made of beside their words: files of this folder, which the
 * Makefile puts into the binary, so that it needs nothing beside itself.
 */
#ifndef COURSE_WEB_ASSET_H
#define COURSE_WEB_ASSET_H

/* palette.css: the colours, as variables, which each of the other style sheets needs. */
extern const char asset_palette[];

/* style.css: of a page. Light and dark, narrow and wide, on screen and on paper. */
extern const char asset_style[];

/* lanes.css: of a picture of time, in a page and in a file of its own. */
extern const char asset_lanes_style[];

/* script.js: what plays, hides, searches and remembers. A page is whole without. */
extern const char asset_script[];

/* class.css and class.js: of the pages with the marks of a class. */
extern const char asset_class_style[];
extern const char asset_class_script[];

#endif
