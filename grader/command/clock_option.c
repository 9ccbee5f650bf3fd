#include "command/clock_option.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text/text.h"

bool clock_option(const char *text, enum clock_mode *clock, double *speed, char **error)
{
	char *end;

	*speed = 1;
	*clock = CLOCK_VIRTUAL;
	if (!text || strcmp(text, "virtual") == 0)
		return true;
	if (strcmp(text, "real") == 0) {
		*clock = CLOCK_REAL;
		return true;
	}
	*clock = CLOCK_SCALED;
	*speed = strtod(text, &end);
	if (end != text && strcmp(end, "x") == 0 && isfinite(*speed) && *speed >= 0.001 &&
	    *speed <= 1000)
		return true;
	return text_error(error,
			  "--clock «%s» is no clock: say virtual, real, or a speed from "
			  "0.001x to 1000x, such as 10x",
			  text);
}
