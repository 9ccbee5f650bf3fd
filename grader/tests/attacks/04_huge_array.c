/*
 * verdict: COMPILE
 *
 * An object file of four gigabytes.
 */
int main[-1u] = { 1 };
