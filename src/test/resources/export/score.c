#include <stdio.h>
#include "model.h"

/* Checks the golden rows, then reads rows of floats and writes for each the index of its label and its probabilities. */
int main(void)
{
    float row[MODEL_INPUTS], probabilities[MODEL_CLASSES];
    if (model_self_test() != 0) {
        return 1;
    }
    while (fread(row, sizeof row, 1, stdin) == 1) {
        float label = (float) model_classify(row, probabilities);
        fwrite(&label, sizeof label, 1, stdout);
        fwrite(probabilities, sizeof probabilities, 1, stdout);
    }
    return 0;
}
