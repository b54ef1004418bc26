declare const brand: unique symbol;

/** A type that structurally equals `T` but can only be made where its constructor stands. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
