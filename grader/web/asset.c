#include "web/asset.h"

/* A file from the folder of the sources, and a NUL. (The assembler reads it: the
 * Makefile says that this depends on it.) */
#define ASSET(symbol, file)                                                              \
	__asm__(".pushsection .rodata\n"                                                 \
		".global " #symbol "\n"                                                  \
		".type " #symbol ", %object\n" #symbol ":\n"                             \
		".incbin \"grader/web/" file "\"\n"                                      \
		".byte 0\n"                                                              \
		".size " #symbol ", . - " #symbol "\n"                                   \
		".popsection\n")

ASSET(asset_palette, "palette.css");
ASSET(asset_style, "style.css");
ASSET(asset_lanes_style, "lanes.css");
ASSET(asset_script, "script.js");
ASSET(asset_class_style, "class.css");
ASSET(asset_class_script, "class.js");
