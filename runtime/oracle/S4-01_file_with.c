/* A file written by hand with try and finally, then with `with`. */
#include <async.h>
#include <stdio.h>

struct text_file {
	FILE *file; /* NULL: closed */
};

struct text_file *text_file_enter(struct text_file *self)
{
	self->file = fopen("example.txt", "w");
	return self;
}

void text_file_exit(struct text_file *self, struct exception *e)
{
	(void)e;
	fclose(self->file);
	self->file = NULL;
}

context_manager (text_file, struct text_file *);

static void show(const char *label, const struct text_file *self)
{
	FILE *check = fopen("example.txt", "r");
	char content[100] = "";

	if (fgets(content, sizeof content, check))
		printf("%s: closed=%s content='%s'\n", label, self->file ? "False" : "True",
		       content);
	fclose(check);
}

int main(void)
{
	struct text_file by_hand = { fopen("example.txt", "w") };
	struct text_file managed;

	try {
		fputs("Hello, world!", by_hand.file);
	} finally {
		fclose(by_hand.file);
		by_hand.file = NULL;
	} end_try
	show("by hand", &by_hand);

	with (file, text_file(&managed)) {
		fputs("Hello, world!", file->file);
		printf("inside with: closed=%s\n", file->file ? "False" : "True");
	} end_with
	show("with", &managed);
}
