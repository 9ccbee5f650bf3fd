/* A binary tree, freed from its root. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tree {
	struct tree *left, *right;
	int number;
};

static struct tree *plant(int depth)
{
	struct tree *tree = depth ? calloc(1, sizeof *tree) : NULL;

	if (tree)
		*tree = (struct tree){ plant(depth - 1), plant(depth - 1), depth };
	return tree;
}

static void fell(struct tree *tree)
{
	if (!tree)
		return;
	fell(tree->left);
	fell(tree->right);
	free(tree);
}

async (void, main_coroutine)
{
	puts("begin");

	struct tree *tree = plant(10);

	await (async_sleep(1.0));
	fell(tree);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
