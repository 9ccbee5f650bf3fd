/*
 * The switch of stacks, and the marks that exceptions jump to, for aarch64
 * (AAPCS64). What a call must preserve is x19 to x29, the link register, the
 * stack pointer and the lower halves of v8 to v15.
 */
#if defined(__aarch64__) && !defined(ASYNC_PORTABLE)

	.text

/* bool coroutine_switch_(void **save, void *load) */
	.globl	coroutine_switch_
	.type	coroutine_switch_, %function
	.align	4
coroutine_switch_:
	.cfi_startproc
	hint	#34			/* bti c */
	sub	sp, sp, #160
	stp	x19, x20, [sp]
	stp	x21, x22, [sp, #16]
	stp	x23, x24, [sp, #32]
	stp	x25, x26, [sp, #48]
	stp	x27, x28, [sp, #64]
	stp	x29, x30, [sp, #80]
	stp	d8, d9, [sp, #96]
	stp	d10, d11, [sp, #112]
	stp	d12, d13, [sp, #128]
	stp	d14, d15, [sp, #144]
	mov	x9, sp
	str	x9, [x0]
	mov	sp, x1
	mov	w0, #1
.Lgo_on:
	ldp	x19, x20, [sp]
	ldp	x21, x22, [sp, #16]
	ldp	x23, x24, [sp, #32]
	ldp	x25, x26, [sp, #48]
	ldp	x27, x28, [sp, #64]
	ldp	x29, x30, [sp, #80]
	ldp	d8, d9, [sp, #96]
	ldp	d10, d11, [sp, #112]
	ldp	d12, d13, [sp, #128]
	ldp	d14, d15, [sp, #144]
	add	sp, sp, #160
	ret
	.cfi_endproc
	.size	coroutine_switch_, . - coroutine_switch_

/* void coroutine_exit_(void *load) */
	.globl	coroutine_exit_
	.type	coroutine_exit_, %function
	.align	4
coroutine_exit_:
	.cfi_startproc
	hint	#34
	mov	sp, x0
	mov	w0, #0
	b	.Lgo_on
	.cfi_endproc
	.size	coroutine_exit_, . - coroutine_exit_

/* Where a new coroutine begins: x19 is its entry, x20 what that is given. */
	.globl	coroutine_begin_
	.type	coroutine_begin_, %function
	.align	4
coroutine_begin_:
	.cfi_startproc
	.cfi_undefined x30
	hint	#36			/* bti j */
	mov	x0, x20
	blr	x19
	brk	#1
	.cfi_endproc
	.size	coroutine_begin_, . - coroutine_begin_

/* int handler_mark_(uintptr_t registers[22]) */
	.globl	handler_mark_
	.type	handler_mark_, %function
	.align	4
handler_mark_:
	.cfi_startproc
	hint	#34
	stp	x19, x20, [x0]
	stp	x21, x22, [x0, #16]
	stp	x23, x24, [x0, #32]
	stp	x25, x26, [x0, #48]
	stp	x27, x28, [x0, #64]
	stp	x29, x30, [x0, #80]
	stp	d8, d9, [x0, #96]
	stp	d10, d11, [x0, #112]
	stp	d12, d13, [x0, #128]
	stp	d14, d15, [x0, #144]
	mov	x9, sp
	str	x9, [x0, #160]
	mov	w0, #0
	ret
	.cfi_endproc
	.size	handler_mark_, . - handler_mark_

/* void handler_jump_(uintptr_t registers[22]) */
	.globl	handler_jump_
	.type	handler_jump_, %function
	.align	4
handler_jump_:
	.cfi_startproc
	hint	#34
	ldp	x19, x20, [x0]
	ldp	x21, x22, [x0, #16]
	ldp	x23, x24, [x0, #32]
	ldp	x25, x26, [x0, #48]
	ldp	x27, x28, [x0, #64]
	ldp	x29, x30, [x0, #80]
	ldp	d8, d9, [x0, #96]
	ldp	d10, d11, [x0, #112]
	ldp	d12, d13, [x0, #128]
	ldp	d14, d15, [x0, #144]
	ldr	x9, [x0, #160]
	mov	sp, x9
	mov	w0, #1
	ret
	.cfi_endproc
	.size	handler_jump_, . - handler_jump_

#endif
	.section	.note.GNU-stack, "", %progbits
