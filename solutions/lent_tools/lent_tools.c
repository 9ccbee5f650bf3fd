/* Lent tools: a workshop that gets its tools back, whatever happens. */
#include <async.h>

#include <stdio.h>

struct tool {
	const char *name;
	bool lent;
};

static struct tool shop[] = { { "hammer", false }, { "saw", false } };

struct tool *tool_enter(struct tool *self)
{
	if (self->lent)
		raise (RuntimeError, "the %s is out", self->name);
	self->lent = true;
	printf("lent: %s\n", self->name);
	return self;
}

bool tool_exit(struct tool *self, struct exception *e)
{
	self->lent = false;
	printf("back: %s\n", self->name);
	return false;
}

context_manager (tool, struct tool *);

static void mend(const char *thing, int size)
{
	with (hammer, tool(&shop[0]), saw, tool(&shop[1])) {
		if (size > 100) {
			printf("%s: too big\n", thing);
			return;
		}
		if (size <= 0)
			raise (ValueError, "there is no %s", thing);
		printf("%s: mended with %s and %s\n", thing, hammer->name, saw->name);
	} end_with
}

static void visit(const char *thing, int size)
{
	try {
		mend(thing, size);
	} except (Exception, e) {
		printf("no: %s\n", e->message);
	} end_try
}

int main(void)
{
	visit("chair", 50);
	visit("piano", 400);
	visit("ghost", 0);
	visit("table", 80);
	return 0;
}
