typedef union {
    float number;
    uint32_t bits;
} elm_float;

/* tanh, with an error below 4e-7 */
static inline float elm_tanh(float a)
{
    float s, p, q;
    a = a > 9.0f ? 9.0f : a < -9.0f ? -9.0f : a;
    s = a * a;
    p = ((((1.31841942e-8f * s + 2.04717999e-5f) * s + 3.48658022e-3f) * s + 0.133731961f) * s + 0.999999881f) * a;
    q = (((7.70264762e-7f * s + 3.2713823e-4f) * s + 2.58419737e-2f) * s + 0.467064917f) * s + 1.0f;
    return p / q;
}

/* exp of a number that is 0 or less, with a relative error below 1e-6; never less than 4e-38 */
static inline float elm_exp(float x)
{
    elm_float power;
    int32_t n;
    float r, p;
    x = x > 0.0f ? 0.0f : x < -86.0f ? -86.0f : x;
    n = (int32_t) (x * 1.4426950f - 0.5f);
    r = x - (float) n * 0x1.62e4p-1f - (float) n * 1.4286068e-6f;
    p = ((((r / 720.0f + 1.0f / 120.0f) * r + 1.0f / 24.0f) * r + 1.0f / 6.0f) * r + 0.5f) * r + 1.0f;
    p = p * r + 1.0f;
    power.bits = (uint32_t) (n + 127) << 23;
    return p * power.number;
}

/* the value of a number of 16 bits, IEEE 754 binary16 */
static inline float elm_half(uint16_t half)
{
    elm_float value;
    value.bits = (uint32_t) (half & 0x7fffu) << 13;
    value.number *= 0x1p112f;
    return half & 0x8000u ? -value.number : value.number;
}

/* SplitMix64 */
static inline uint64_t elm_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* the next number from 0 to bound - 1 */
static inline int32_t elm_below(uint64_t *state, int32_t bound)
{
    return (int32_t) (((elm_next(state) >> 32) * (uint64_t) bound) >> 32);
}

/* the next number in [-1, 1) */
static inline float elm_uniform(uint64_t *state)
{
    return (float) ((int32_t) (elm_next(state) >> 40) - 8388608) * 0x1p-23f;
}

/* standardises a row, clipped at 1e6; returns -1 if a feature cannot be scored */
static inline int elm_standardise(
    int32_t inputs, const float *row, const float *means, const float *factors, int missing, float *z)
{
    int32_t j;
    for (j = 0; j < inputs; j++) {
        float x = row[j];
        if (x - x != 0.0f) {
            if (x == x || !missing) {
                return -1;
            }
            z[j] = 0.0f;
        } else {
            float value = (x - means[j]) * factors[j];
            z[j] = value > 1e6f ? 1e6f : value < -1e6f ? -1e6f : value;
        }
    }
    return 0;
}

/* adds to sums and keeps what they round off in rests, since large sums of a sharp model differ by little */
static inline void elm_fold(int32_t classes, float *sums, float *rests, float *more)
{
    int32_t c;
    for (c = 0; c < classes; c++) {
        float next = sums[c] + more[c];
        float taken = next - sums[c];
        rests[c] += (sums[c] - (next - taken)) + (more[c] - taken);
        sums[c] = next;
        more[c] = 0.0f;
    }
}

/* writes the probabilities of sums and their rests, and returns the index of the first largest */
static inline int elm_softmax(int32_t classes, float *sums, const float *rests, float sharpness, float *probabilities)
{
    int32_t c, top = 0;
    float largest = sums[0], total = 0.0f, most;
    for (c = 1; c < classes; c++) {
        largest = sums[c] > largest ? sums[c] : largest;
    }
    for (c = 0; c < classes; c++) {
        sums[c] = sums[c] - largest + rests[c];
    }
    most = sums[0];
    for (c = 1; c < classes; c++) {
        most = sums[c] > most ? sums[c] : most;
    }
    for (c = 0; c < classes; c++) {
        probabilities[c] = elm_exp(sharpness * (sums[c] - most));
        total += probabilities[c];
    }
    for (c = 0; c < classes; c++) {
        probabilities[c] /= total;
        top = probabilities[c] > probabilities[top] ? c : top;
    }
    return (int) top;
}
