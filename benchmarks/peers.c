/* The normalization 3F0 = sum_m |(z)_m|^2 C(N, m) lam^m, m = 0..N, in C: a plain loop over balls, and flint's own sum.

   usage: peers N bits repetitions  re im lam, each as numerator and denominator
   prints, for `loop` and `pfq_sum`: name, median CPU seconds, the ball.

   Compiled with -DWITH_HEADERS where flint's headers are installed; else against the bare shared library, with
   declarations of the few functions used (64-bit words: a ball is 6 of them, a complex ball two balls). */

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#ifdef WITH_HEADERS
#include <flint/acb_hypgeom.h>
#else
typedef long slong;
typedef unsigned long ulong;
typedef struct { slong words[6]; } arb_struct;
typedef arb_struct arb_t[1];
typedef struct { arb_struct real, imag; } acb_struct;
typedef acb_struct acb_t[1];
#define acb_realref(x) (&(x)->real)
#define acb_imagref(x) (&(x)->imag)
void arb_init(arb_t), arb_clear(arb_t), arb_set_si(arb_t, slong), arb_printn(const arb_t, slong, ulong);
int arb_set_str(arb_t, const char *, slong);
void arb_add(arb_t, const arb_t, const arb_t, slong), arb_mul(arb_t, const arb_t, const arb_t, slong);
void arb_div(arb_t, const arb_t, const arb_t, slong), arb_neg(arb_t, const arb_t);
void arb_add_si(arb_t, const arb_t, slong, slong);
void arb_mul_ui(arb_t, const arb_t, ulong, slong), arb_div_ui(arb_t, const arb_t, ulong, slong);
void acb_init(acb_t), acb_clear(acb_t), acb_set_arb_arb(acb_t, const arb_t, const arb_t);
void acb_hypgeom_pfq_sum(acb_t, acb_t, const acb_struct *, slong, const acb_struct *, slong, const acb_t, slong, slong);
#endif

typedef struct { slong N, bits; arb_t re, im, lam; } problem;

static void loop(arb_t sum, const problem *p)
{
    arb_t term, step, im2;
    slong m;
    arb_init(term); arb_init(step); arb_init(im2);
    arb_mul(im2, p->im, p->im, p->bits);
    arb_set_si(term, 1);
    arb_set_si(sum, 1);
    for (m = 0; m < p->N; m++)
    {
        arb_add_si(step, p->re, m, p->bits);
        arb_mul(step, step, step, p->bits);
        arb_add(step, step, im2, p->bits);
        arb_mul(term, term, step, p->bits);
        arb_mul(term, term, p->lam, p->bits);
        arb_mul_ui(term, term, p->N - m, p->bits);
        arb_div_ui(term, term, m + 1, p->bits);
        arb_add(sum, sum, term, p->bits);
    }
    arb_clear(term); arb_clear(step); arb_clear(im2);
}

static void pfq_sum(arb_t sum, const problem *p)
{
    acb_struct upper[3], lower[1];
    acb_t z, total, rest;
    int i;
    for (i = 0; i < 3; i++)
        acb_init(upper + i);
    acb_init(lower); acb_init(z); acb_init(total); acb_init(rest);
    acb_set_arb_arb(upper, p->re, p->im);
    acb_set_arb_arb(upper + 1, p->re, p->im);
    arb_neg(acb_imagref(upper + 1), acb_imagref(upper + 1));
    arb_set_si(acb_realref(upper + 2), -p->N);
    arb_set_si(acb_realref(lower), 1);
    arb_neg(acb_realref(z), p->lam);
    acb_hypgeom_pfq_sum(total, rest, upper, 3, lower, 1, z, p->N + 1, p->bits);
    arb_add_si(sum, acb_realref(total), 0, p->bits);
    for (i = 0; i < 3; i++)
        acb_clear(upper + i);
    acb_clear(lower); acb_clear(z); acb_clear(total); acb_clear(rest);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

static void report(const char *name, void (*sum)(arb_t, const problem *), const problem *p, int repetitions)
{
    double *seconds = malloc(repetitions * sizeof(double));
    arb_t value;
    int k;
    arb_init(value);
    for (k = 0; k < repetitions; k++)
    {
        clock_t start = clock();
        sum(value, p);
        seconds[k] = (double) (clock() - start) / CLOCKS_PER_SEC;
    }
    qsort(seconds, repetitions, sizeof(double), by_size);
    printf("%s\t%.9f\t", name, seconds[repetitions / 2]);
    arb_printn(value, 60, 0);
    printf("\n");
    arb_clear(value);
    free(seconds);
}

static void quotient(arb_t x, const char *up, const char *down, slong bits)
{
    arb_t d;
    arb_init(d);
    arb_init(x);
    arb_set_str(x, up, bits);
    arb_set_str(d, down, bits);
    arb_div(x, x, d, bits);
    arb_clear(d);
}

int main(int argc, char **argv)
{
    problem p;
    int repetitions;
    if (argc != 10)
        return 2;
    p.N = atol(argv[1]);
    p.bits = atol(argv[2]);
    repetitions = atoi(argv[3]);
    quotient(p.re, argv[4], argv[5], p.bits);
    quotient(p.im, argv[6], argv[7], p.bits);
    quotient(p.lam, argv[8], argv[9], p.bits);
    report("loop", loop, &p, repetitions);
    report("pfq_sum", pfq_sum, &p, repetitions);
    arb_clear(p.re); arb_clear(p.im); arb_clear(p.lam);
    return 0;
}
