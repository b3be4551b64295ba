/** A sampler as somebody else would write it, for a test that it works. */
package com.example;
