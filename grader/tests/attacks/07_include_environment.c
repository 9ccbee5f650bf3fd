/*
 * verdict: COMPILE
 * never: COURSE_ATTACK_SECRET=
 *
 * The environment of the grader or the compiler.
 */
#include "/proc/self/environ"
#include "/proc/1/environ"
int main(void)
{
}
