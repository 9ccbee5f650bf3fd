/*
 * verdict: COMPILE
 * never: 0.500 | two"
 *
 * The expected output, in a message of the compiler.
 */
#include "@COURSE@/exercises/three_steps/exercise.md"
int main(void)
{
}
