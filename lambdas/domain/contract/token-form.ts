/** Form of a JSON Web Token in compact serialization (RFC 7515, section 7.1). */
export const tokenPattern = '^[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]*$';

/** The most characters of a token that a poll takes. */
export const longestToken = 4096;
