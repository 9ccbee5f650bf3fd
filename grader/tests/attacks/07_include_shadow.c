/*
 * verdict: COMPILE
 * never: root:
 *
 * The passwords, in a message of the compiler.
 */
#include "/etc/shadow"
#include "/etc/passwd"
int main(void)
{
}
