declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  /** What is used of the React that Swagger UI brings. */
  interface React {
    createElement(tag: string, properties: object, text: string): object;
  }
  type DeepLink = (properties: { readonly text: string }) => object;
  /** Replaces parts of the page. */
  export type Plugin = (system: { readonly React: React }) => {
    readonly wrapComponents: { readonly DeepLink: (original: DeepLink) => DeepLink };
  };
  /** What is used of Swagger UI's configuration. */
  interface Options {
    readonly domNode: Element;
    readonly spec: object;
    readonly layout: 'BaseLayout';
    readonly presets: readonly unknown[];
    readonly plugins: readonly Plugin[];
    readonly deepLinking: boolean;
    readonly displayRequestDuration: boolean;
    readonly defaultModelsExpandDepth: number;
    readonly tryItOutEnabled: boolean;
    readonly supportedSubmitMethods: readonly string[];
    readonly validatorUrl: null;
    readonly onComplete: () => void;
  }
  interface Rendered {
    /** Fills in the value of a security scheme. */
    preauthorizeApiKey(scheme: string, value: string): void;
  }
  interface SwaggerUi {
    (options: Options): Rendered;
    readonly presets: { readonly apis: unknown };
  }
  const swaggerUi: SwaggerUi;
  export default swaggerUi;
}
