import { assert, assertEquals, assertRejects } from "@std/assert";
import { functionsCalled, withEagerFunctions } from "../../tools/release/eager.ts";
import { Folder } from "../command.ts";

Deno.test({
  name: "eager: functions of the top level that are called stand first, as constants in parentheses",
  permissions: "none",
  fn() {
    const source = [
      `import{a}from"./a.js";`,
      `const first=early();`,
      `function early(){return function inner(){}}`,
      `async function called(){}`,
      `function*idle(){}`,
      `class C{method(){}}`,
      `export{called as c};`,
    ].join("");
    const called = new Set(
      ["function early", "function inner", "async function"].map((of) => source.indexOf(of)),
    );
    assertEquals(
      withEagerFunctions(source, called),
      [
        `import{a}from"./a.js";`,
        `const early=(function early(){return (function inner(){})});`,
        `const called=(async function called(){});`,
        `const first=early();`,
        `function*idle(){}`,
        `class C{method(){}}`,
        `export{called as c};`,
      ].join("\n"),
    );
    assertEquals(withEagerFunctions(`function f(){}f();`, new Set()), `function f(){}\nf();`);
  },
});

/** What a module sees of itself whose functions are all called early, or none. */
async function seenBy(source: string, areCalled: boolean): Promise<unknown> {
  const starts = new Set(areCalled ? Array.from(source, (_, at) => at) : []);
  const { seen } = await import(`data:text/javascript,${encodeURIComponent(withEagerFunctions(source, starts))}`);
  return seen;
}

Deno.test("eager: a class is the same whether its methods are called or not", async () => {
  const source = `
    class Base{greet(){return"base"}}
    class Counter extends Base{
      static first=new Counter().next();
      #count=0;
      constructor(){super();this.made=true}
      next(by=1){return this.#add(by)}
      #add(by){return this.#count+=by}
      greet(){return super.greet()+"!"}
      parse(){return parse()}
      "in quotes"(){return 1}
      [Symbol.iterator](){return[1][Symbol.iterator]()}
      get count(){return this.#count}
      static of(){return new this()}
      async later(){return await this.next(3)}
      *numbers(){yield*[1,2].map(n=>n*this.#count)}
      async*more(){yield this.next()}
    }
    function parse(){return"the module's"}
    const double=n=>n*2;
    const counter=new Counter();
    const{writable,configurable}=Object.getOwnPropertyDescriptor(Counter.prototype,"next");
    export const seen={
      names:Object.getOwnPropertyNames(Counter.prototype).sort().join(),
      enumerable:[Object.keys(Counter.prototype),Object.keys(counter)],
      next:[counter.next.name,writable,configurable],
      double:[double.name,double(2)],
      first:Counter.first,
      called:[counter.next(),counter.greet(),counter.parse(),[...counter],Counter.of().count],
      later:[await counter.later(),[...counter.numbers()],counter.count,await Array.fromAsync(counter.more())],
    };
  `;
  for (const areCalled of [false, true]) {
    assertEquals(await seenBy(source, areCalled), {
      names: "constructor,count,greet,in quotes,later,more,next,numbers,parse",
      enumerable: [[], ["made"]],
      next: ["next", true, true],
      double: ["double", 4],
      first: 1,
      called: [1, "base!", "the module's", [1], 0],
      later: [4, [4, 8], 4, [5]],
    });
  }
});

Deno.test({
  name: "eager: methods and function expressions that are called are in parentheses, also in one another",
  permissions: "none",
  fn() {
    const source = `class C{idle(){}run(a){return a.map(b=>b+1)}}const f=(()=>1);`;
    const called = new Set(["run(a)", "b=>", "()=>1"].map((of) => source.indexOf(of)));
    assertEquals(
      withEagerFunctions(source, called),
      "class C{static{const methods={run:(function(a){return a.map((b=>b+1))})};for(const name in methods)" +
        "Object.defineProperty(this.prototype,name,{value:methods[name],writable:!0,configurable:!0})}idle(){}}\n" +
        "const f=((()=>1));",
    );
  },
});

Deno.test("eager: a run tells what it calls of each module", async () => {
  using folder = new Folder();
  const main = `import{used}from"./other.js";function idle(){}function own(){used()}own();function late(){}` +
    `const start=performance.now();for(let n=0;n<1e7;n++);if(performance.now()!==start)late();`;
  const other = `export function idle(){}export function used(){}`;
  folder.write("main.js", main);
  folder.write("other.js", other);
  const called = await functionsCalled([folder.of("main.js")]);
  assertEquals([...called.keys()].sort(), ["main.js", "other.js"]);
  const isCalled = (file: string, source: string, text: string) => called.get(file)?.has(source.indexOf(text));
  assert(isCalled("main.js", main, "function own"));
  assert(!isCalled("main.js", main, "function idle"));
  // However slow the machine is.
  assert(!isCalled("main.js", main, "function late"));
  assert(isCalled("other.js", other, "function used"));
  assert(!isCalled("other.js", other, "function idle"));
});

Deno.test("eager: a run that fails is an error", async () => {
  using folder = new Folder();
  folder.write("main.js", `throw new Error("no bundle")`);
  await assertRejects(() => functionsCalled([folder.of("main.js")]), Error, "no bundle");
});
