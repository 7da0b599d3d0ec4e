// Written by npm run contract: do not edit by hand.
import func1Module from 'ajv/dist/runtime/ucs2length.js';
const func1 = func1Module.default;

export const isDescription = validate20;
const schema31 = {"$schema":"https://json-schema.org/draft/2020-12/schema","title":"HttpProviderDescription","type":"object","additionalProperties":false,"required":["name","auth","subChecks"],"properties":{"name":{"type":"string","pattern":"^[a-z][a-z0-9-]{0,39}$","hint":"must be lower-case letters, digits and dashes"},"auth":{"type":"object","additionalProperties":false,"required":[],"properties":{"headers":{"type":"object","propertyNames":{"pattern":"^[A-Za-z0-9-]+$","hint":"must be the name of a header"},"additionalProperties":{"type":"string","maxLength":2000,"hint":"must be a text with {…} places"},"hint":"must be headers by name"},"values":{"type":"object","minProperties":1,"additionalProperties":{"type":"string","maxLength":2000,"hint":"must be a text with {…} places"},"hint":"must be templates by name"},"signature":{"type":"object","additionalProperties":false,"required":["algorithm","signs","encoding"],"properties":{"algorithm":{"enum":["sha256","sha1","md5","sm3"],"hint":"must be a digest: sha256, sha1, md5, sm3"},"key":{"type":"string","maxLength":2000,"hint":"must be a text with {…} places"},"signs":{"type":"string","maxLength":2000,"hint":"must be a text with {…} places"},"encoding":{"enum":["hex","hex-upper","base64"],"hint":"must be an encoding: hex, hex-upper, base64"},"field":{"type":"string","minLength":1,"hint":"must be the name of a field"}},"hint":"must be a signature"},"tls":{"type":"object","additionalProperties":false,"required":[],"properties":{"cert":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9]*$","hint":"must be the name of a value of the provider's secret: letters and digits"},"key":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9]*$","hint":"must be the name of a value of the provider's secret: letters and digits"},"ca":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9]*$","hint":"must be the name of a value of the provider's secret: letters and digits"}},"hint":"must name values of the secret","dependentRequired":{"cert":["key"],"key":["cert"]}}},"hint":"must be an object with any of headers, values, signature and tls"},"notProcessedStatuses":{"type":"object","propertyNames":{"pattern":"^[345][0-9][0-9]$","hint":"must be an HTTP status from 300 to 599"},"additionalProperties":{"enum":["throttled","unavailable"],"hint":"must be a reason: throttled, unavailable"},"hint":"must be reasons by HTTP status"},"subChecks":{"type":"object","minProperties":1,"additionalProperties":{"type":"object","additionalProperties":false,"required":["request","response"],"properties":{"needs":{"type":"array","minItems":1,"items":{"enum":["name","idNumber","idIssueDate","idExpiryDate","facePhoto","mobile","bankCardNumber","addressesToVerify"],"hint":"must be a field of the applicant: name, idNumber, idIssueDate, idExpiryDate, facePhoto, mobile, bankCardNumber, addressesToVerify"},"hint":"must be a list of fields of the applicant"},"request":{"type":"object","additionalProperties":false,"required":["method","url","encoding","fields"],"properties":{"method":{"enum":["GET","POST"],"hint":"must be a method: GET, POST"},"url":{"type":"string","pattern":"^https://[^?#]+$","hint":"must be an https URL without query and fragment"},"headers":{"type":"object","propertyNames":{"pattern":"^[A-Za-z0-9-]+$","hint":"must be the name of a header"},"additionalProperties":{"type":"string","maxLength":2000,"hint":"must be a text with {…} places"},"hint":"must be headers by name"},"encoding":{"enum":["json","form","query"],"hint":"must be an encoding: json, form, query"},"fields":{"type":"string","minLength":1,"maxLength":2000,"hint":"must be an expression (JMESPath), 1 to 2000 characters"},"encryption":{"type":"object","additionalProperties":false,"required":["cipher","key","encoding","answer"],"properties":{"cipher":{"enum":["aes-128-ecb","aes-128-cbc","aes-256-ecb","aes-256-cbc","sm4-ecb","sm4-cbc"],"hint":"must be a cipher: aes-128-ecb, aes-128-cbc, aes-256-ecb, aes-256-cbc, sm4-ecb, sm4-cbc"},"key":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9]*$","hint":"must be the name of a value of the provider's secret: letters and digits"},"iv":{"type":"string","pattern":"^[A-Za-z][A-Za-z0-9]*$","hint":"must be the name of a value of the provider's secret: letters and digits"},"encoding":{"enum":["base64","hex"],"hint":"must be an encoding: base64, hex"},"answer":{"enum":["encrypted","plain"],"hint":"must be how the answer comes: encrypted, plain"}},"hint":"must be an encryption"}},"hint":"must be a request"},"response":{"type":"object","additionalProperties":false,"required":["code","codes"],"properties":{"contentTypes":{"type":"array","minItems":1,"items":{"type":"string","pattern":"^[a-z]+/[a-z0-9.+-]+$","hint":"must be a content type"},"hint":"must be a list of content types"},"code":{"type":"string","minLength":1,"maxLength":2000,"hint":"must be an expression (JMESPath), 1 to 2000 characters"},"codes":{"type":"object","minProperties":1,"additionalProperties":{"type":"object","additionalProperties":false,"required":["class","billed"],"properties":{"class":{"enum":["matched","unmatched","not-found","data","clear","flagged","invalid","unsupported","quota","photo-unusable","card-problem","retry","throttled","permanent"],"hint":"must be what the code means: matched, unmatched, not-found, data, clear, flagged, invalid, unsupported, quota, photo-unusable, card-problem, retry, throttled, permanent"},"billed":{"type":["boolean","string"],"hint":"must be true, false or an expression"}},"hint":"must say class and billed"},"hint":"must be the vendor's codes, at least one"},"data":{"type":"object","additionalProperties":false,"required":[],"properties":{"carrier":{"if":{"type":"object"},"then":{"type":"object","additionalProperties":false,"required":["from","map"],"properties":{"from":{"type":"string","minLength":1,"maxLength":2000,"hint":"must be an expression (JMESPath), 1 to 2000 characters"},"map":{"type":"object","minProperties":1,"additionalProperties":{"type":"string","minLength":1},"hint":"must map at least one value of the vendor"}},"hint":"must be { from, map }"},"else":{"type":"string","minLength":1,"maxLength":2000,"hint":"must be an expression or { from, map }"}},"province":{"if":{"type":"object"},"then":{"type":"object","additionalProperties":false,"required":["from","map"],"properties":{"from":{"type":"string","minLength":1,"maxLength":2000,"hint":"must be an expression (JMESPath), 1 to 2000 characters"},"map":{"type":"object","minProperties":1,"additionalProperties":{"type":"string","minLength":1},"hint":"must map at least one value of the vendor"}},"hint":"must be { from, map }"},"else":{"type":"string","minLength":1,"maxLength":2000,"hint":"must be an expression or { from, map }"}},"city":{"if":{"type":"object"},"then":{"type":"object","additionalProperties":false,"required":["from","map"],"properties":{"from":{"type":"string","minLength":1,"maxLength":2000,"hint":"must be an expression (JMESPath), 1 to 2000 characters"},"map":{"type":"object","minProperties":1,"additionalProperties":{"type":"string","minLength":1},"hint":"must map at least one value of the vendor"}},"hint":"must be { from, map }"},"else":{"type":"string","minLength":1,"maxLength":2000,"hint":"must be an expression or { from, map }"}},"distanceBand":{"if":{"type":"object","required":["metres"]},"then":{"type":"object","additionalProperties":false,"required":["metres"],"properties":{"metres":{"type":"string","minLength":1,"maxLength":2000,"hint":"must be an expression (JMESPath), 1 to 2000 characters"}},"hint":"must be { metres } or { from, map }"},"else":{"type":"object","additionalProperties":false,"required":["from","map"],"properties":{"from":{"type":"string","minLength":1,"maxLength":2000,"hint":"must be an expression (JMESPath), 1 to 2000 characters"},"map":{"type":"object","minProperties":1,"additionalProperties":{"enum":["≤3 km","3-10 km","10-20 km","20-50 km",">50 km"],"hint":"must be a band: ≤3 km, 3-10 km, 10-20 km, 20-50 km, >50 km"},"hint":"must map bands"}},"hint":"must be { metres } or { from, map }"}},"severity":{"if":{"type":"object"},"then":{"type":"object","additionalProperties":false,"required":["from","map"],"properties":{"from":{"type":"string","minLength":1,"maxLength":2000,"hint":"must be an expression (JMESPath), 1 to 2000 characters"},"map":{"type":"object","minProperties":1,"additionalProperties":{"enum":[1,2,3],"hint":"must be a severity: 1, 2, 3"},"hint":"must map at least one value of the vendor"}},"hint":"must be { from, map }"},"else":{"type":"string","minLength":1,"maxLength":2000,"hint":"must be an expression or { from, map }"}},"categories":{"type":"object","additionalProperties":false,"required":["from","map"],"properties":{"from":{"type":"string","minLength":1,"maxLength":2000,"hint":"must be an expression (JMESPath), 1 to 2000 characters"},"map":{"type":"object","minProperties":1,"additionalProperties":{"enum":["offender","drug-related","drug-user","fugitive","case-involved","other"],"hint":"must be a category: offender, drug-related, drug-user, fugitive, case-involved, other"},"hint":"must map categories"}},"hint":"must be { from, map }"}},"hint":"must say where the data stand"}},"hint":"must be a response"}},"hint":"must say request and response"},"hint":"must be described sub-checks, at least one","propertyNames":{"enum":["identity.four-factor","identity.two-factor","identity.image","identity.three-factor","identity.name-mobile","identity.id-mobile","mobile.attribution","mobile.location-work","mobile.location-residential","mobile.address-verify","risk.fraud","risk.criminal","bank.four-factor","bank.three-factor"],"hint":"must be a sub-check: identity.four-factor, identity.two-factor, identity.image, identity.three-factor, identity.name-mobile, identity.id-mobile, mobile.attribution, mobile.location-work, mobile.location-residential, mobile.address-verify, risk.fraud, risk.criminal, bank.four-factor, bank.three-factor"}}},"hint":"must be an object with name, auth and subChecks"};
const pattern4 = new RegExp("^[a-z][a-z0-9-]{0,39}$", "u");
const pattern5 = new RegExp("^[A-Za-z0-9-]+$", "u");
const pattern6 = new RegExp("^[A-Za-z][A-Za-z0-9]*$", "u");
const pattern9 = new RegExp("^[345][0-9][0-9]$", "u");
const pattern10 = new RegExp("^https://[^?#]+$", "u");
const pattern14 = new RegExp("^[a-z]+/[a-z0-9.+-]+$", "u");


function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate20.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.auth === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "auth"},message:"must have required property '"+"auth"+"'",schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.subChecks === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "subChecks"},message:"must have required property '"+"subChecks"+"'",schema:schema31.required,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!((((key0 === "name") || (key0 === "auth")) || (key0 === "notProcessedStatuses")) || (key0 === "subChecks"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(!pattern4.test(data0)){
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z][a-z0-9-]{0,39}$",parentSchema:schema31.properties.name,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
else {
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.name.type,parentSchema:schema31.properties.name,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.auth !== undefined){
let data1 = data.auth;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key1 in data1){
if(!((((key1 === "headers") || (key1 === "values")) || (key1 === "signature")) || (key1 === "tls"))){
const err6 = {instancePath:instancePath+"/auth",schemaPath:"#/properties/auth/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.auth,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data1.headers !== undefined){
let data2 = data1.headers;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key2 in data2){
const _errs9 = errors;
if(typeof key2 === "string"){
if(!pattern5.test(key2)){
const err7 = {instancePath:instancePath+"/auth/headers",schemaPath:"#/properties/auth/properties/headers/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9-]+$"},message:"must match pattern \""+"^[A-Za-z0-9-]+$"+"\"",schema:"^[A-Za-z0-9-]+$",parentSchema:schema31.properties.auth.properties.headers.propertyNames,data:key2,propertyName:key2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
var valid2 = _errs9 === errors;
if(!valid2){
const err8 = {instancePath:instancePath+"/auth/headers",schemaPath:"#/properties/auth/properties/headers/propertyNames",keyword:"propertyNames",params:{propertyName: key2},message:"property name must be valid",schema:schema31.properties.auth.properties.headers.propertyNames,parentSchema:schema31.properties.auth.properties.headers,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
for(const key3 in data2){
let data3 = data2[key3];
if(typeof data3 === "string"){
if(func1(data3) > 2000){
const err9 = {instancePath:instancePath+"/auth/headers/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/auth/properties/headers/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.auth.properties.headers.additionalProperties,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/auth/headers/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/auth/properties/headers/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.auth.properties.headers.additionalProperties.type,parentSchema:schema31.properties.auth.properties.headers.additionalProperties,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/auth/headers",schemaPath:"#/properties/auth/properties/headers/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.auth.properties.headers.type,parentSchema:schema31.properties.auth.properties.headers,data:data2};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data1.values !== undefined){
let data4 = data1.values;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(Object.keys(data4).length < 1){
const err12 = {instancePath:instancePath+"/auth/values",schemaPath:"#/properties/auth/properties/values/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema31.properties.auth.properties.values,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
for(const key4 in data4){
let data5 = data4[key4];
if(typeof data5 === "string"){
if(func1(data5) > 2000){
const err13 = {instancePath:instancePath+"/auth/values/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/auth/properties/values/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.auth.properties.values.additionalProperties,data:data5};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/auth/values/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/auth/properties/values/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.auth.properties.values.additionalProperties.type,parentSchema:schema31.properties.auth.properties.values.additionalProperties,data:data5};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath:instancePath+"/auth/values",schemaPath:"#/properties/auth/properties/values/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.auth.properties.values.type,parentSchema:schema31.properties.auth.properties.values,data:data4};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data1.signature !== undefined){
let data6 = data1.signature;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
if(data6.algorithm === undefined){
const err16 = {instancePath:instancePath+"/auth/signature",schemaPath:"#/properties/auth/properties/signature/required",keyword:"required",params:{missingProperty: "algorithm"},message:"must have required property '"+"algorithm"+"'",schema:schema31.properties.auth.properties.signature.required,parentSchema:schema31.properties.auth.properties.signature,data:data6};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data6.signs === undefined){
const err17 = {instancePath:instancePath+"/auth/signature",schemaPath:"#/properties/auth/properties/signature/required",keyword:"required",params:{missingProperty: "signs"},message:"must have required property '"+"signs"+"'",schema:schema31.properties.auth.properties.signature.required,parentSchema:schema31.properties.auth.properties.signature,data:data6};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data6.encoding === undefined){
const err18 = {instancePath:instancePath+"/auth/signature",schemaPath:"#/properties/auth/properties/signature/required",keyword:"required",params:{missingProperty: "encoding"},message:"must have required property '"+"encoding"+"'",schema:schema31.properties.auth.properties.signature.required,parentSchema:schema31.properties.auth.properties.signature,data:data6};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
for(const key5 in data6){
if(!(((((key5 === "algorithm") || (key5 === "key")) || (key5 === "signs")) || (key5 === "encoding")) || (key5 === "field"))){
const err19 = {instancePath:instancePath+"/auth/signature",schemaPath:"#/properties/auth/properties/signature/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.auth.properties.signature,data:data6};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data6.algorithm !== undefined){
let data7 = data6.algorithm;
if(!((((data7 === "sha256") || (data7 === "sha1")) || (data7 === "md5")) || (data7 === "sm3"))){
const err20 = {instancePath:instancePath+"/auth/signature/algorithm",schemaPath:"#/properties/auth/properties/signature/properties/algorithm/enum",keyword:"enum",params:{allowedValues: schema31.properties.auth.properties.signature.properties.algorithm.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.auth.properties.signature.properties.algorithm.enum,parentSchema:schema31.properties.auth.properties.signature.properties.algorithm,data:data7};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data6.key !== undefined){
let data8 = data6.key;
if(typeof data8 === "string"){
if(func1(data8) > 2000){
const err21 = {instancePath:instancePath+"/auth/signature/key",schemaPath:"#/properties/auth/properties/signature/properties/key/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.auth.properties.signature.properties.key,data:data8};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/auth/signature/key",schemaPath:"#/properties/auth/properties/signature/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.auth.properties.signature.properties.key.type,parentSchema:schema31.properties.auth.properties.signature.properties.key,data:data8};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data6.signs !== undefined){
let data9 = data6.signs;
if(typeof data9 === "string"){
if(func1(data9) > 2000){
const err23 = {instancePath:instancePath+"/auth/signature/signs",schemaPath:"#/properties/auth/properties/signature/properties/signs/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.auth.properties.signature.properties.signs,data:data9};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
else {
const err24 = {instancePath:instancePath+"/auth/signature/signs",schemaPath:"#/properties/auth/properties/signature/properties/signs/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.auth.properties.signature.properties.signs.type,parentSchema:schema31.properties.auth.properties.signature.properties.signs,data:data9};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data6.encoding !== undefined){
let data10 = data6.encoding;
if(!(((data10 === "hex") || (data10 === "hex-upper")) || (data10 === "base64"))){
const err25 = {instancePath:instancePath+"/auth/signature/encoding",schemaPath:"#/properties/auth/properties/signature/properties/encoding/enum",keyword:"enum",params:{allowedValues: schema31.properties.auth.properties.signature.properties.encoding.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.auth.properties.signature.properties.encoding.enum,parentSchema:schema31.properties.auth.properties.signature.properties.encoding,data:data10};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data6.field !== undefined){
let data11 = data6.field;
if(typeof data11 === "string"){
if(func1(data11) < 1){
const err26 = {instancePath:instancePath+"/auth/signature/field",schemaPath:"#/properties/auth/properties/signature/properties/field/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.auth.properties.signature.properties.field,data:data11};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
else {
const err27 = {instancePath:instancePath+"/auth/signature/field",schemaPath:"#/properties/auth/properties/signature/properties/field/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.auth.properties.signature.properties.field.type,parentSchema:schema31.properties.auth.properties.signature.properties.field,data:data11};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath:instancePath+"/auth/signature",schemaPath:"#/properties/auth/properties/signature/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.auth.properties.signature.type,parentSchema:schema31.properties.auth.properties.signature,data:data6};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data1.tls !== undefined){
let data12 = data1.tls;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key6 in data12){
if(!(((key6 === "cert") || (key6 === "key")) || (key6 === "ca"))){
const err29 = {instancePath:instancePath+"/auth/tls",schemaPath:"#/properties/auth/properties/tls/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.auth.properties.tls,data:data12};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data12.cert !== undefined){
let data13 = data12.cert;
if(typeof data13 === "string"){
if(!pattern6.test(data13)){
const err30 = {instancePath:instancePath+"/auth/tls/cert",schemaPath:"#/properties/auth/properties/tls/properties/cert/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9]*$"+"\"",schema:"^[A-Za-z][A-Za-z0-9]*$",parentSchema:schema31.properties.auth.properties.tls.properties.cert,data:data13};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
else {
const err31 = {instancePath:instancePath+"/auth/tls/cert",schemaPath:"#/properties/auth/properties/tls/properties/cert/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.auth.properties.tls.properties.cert.type,parentSchema:schema31.properties.auth.properties.tls.properties.cert,data:data13};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data12.key !== undefined){
let data14 = data12.key;
if(typeof data14 === "string"){
if(!pattern6.test(data14)){
const err32 = {instancePath:instancePath+"/auth/tls/key",schemaPath:"#/properties/auth/properties/tls/properties/key/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9]*$"+"\"",schema:"^[A-Za-z][A-Za-z0-9]*$",parentSchema:schema31.properties.auth.properties.tls.properties.key,data:data14};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
else {
const err33 = {instancePath:instancePath+"/auth/tls/key",schemaPath:"#/properties/auth/properties/tls/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.auth.properties.tls.properties.key.type,parentSchema:schema31.properties.auth.properties.tls.properties.key,data:data14};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data12.ca !== undefined){
let data15 = data12.ca;
if(typeof data15 === "string"){
if(!pattern6.test(data15)){
const err34 = {instancePath:instancePath+"/auth/tls/ca",schemaPath:"#/properties/auth/properties/tls/properties/ca/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9]*$"+"\"",schema:"^[A-Za-z][A-Za-z0-9]*$",parentSchema:schema31.properties.auth.properties.tls.properties.ca,data:data15};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
else {
const err35 = {instancePath:instancePath+"/auth/tls/ca",schemaPath:"#/properties/auth/properties/tls/properties/ca/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.auth.properties.tls.properties.ca.type,parentSchema:schema31.properties.auth.properties.tls.properties.ca,data:data15};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data12.cert !== undefined){
if(data12.key === undefined){
const err36 = {instancePath:instancePath+"/auth/tls",schemaPath:"#/properties/auth/properties/tls/dependentRequired",keyword:"dependentRequired",params:{property: "cert",
    missingProperty: "key",
    depsCount: 1,
    deps: "key"},message:"must have property key when property cert is present",schema:schema31.properties.auth.properties.tls.dependentRequired,parentSchema:schema31.properties.auth.properties.tls,data:data12};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data12.key !== undefined){
if(data12.cert === undefined){
const err37 = {instancePath:instancePath+"/auth/tls",schemaPath:"#/properties/auth/properties/tls/dependentRequired",keyword:"dependentRequired",params:{property: "key",
    missingProperty: "cert",
    depsCount: 1,
    deps: "cert"},message:"must have property cert when property key is present",schema:schema31.properties.auth.properties.tls.dependentRequired,parentSchema:schema31.properties.auth.properties.tls,data:data12};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
else {
const err38 = {instancePath:instancePath+"/auth/tls",schemaPath:"#/properties/auth/properties/tls/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.auth.properties.tls.type,parentSchema:schema31.properties.auth.properties.tls,data:data12};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
else {
const err39 = {instancePath:instancePath+"/auth",schemaPath:"#/properties/auth/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.auth.type,parentSchema:schema31.properties.auth,data:data1};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data.notProcessedStatuses !== undefined){
let data16 = data.notProcessedStatuses;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
for(const key7 in data16){
const _errs40 = errors;
if(typeof key7 === "string"){
if(!pattern9.test(key7)){
const err40 = {instancePath:instancePath+"/notProcessedStatuses",schemaPath:"#/properties/notProcessedStatuses/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[345][0-9][0-9]$"},message:"must match pattern \""+"^[345][0-9][0-9]$"+"\"",schema:"^[345][0-9][0-9]$",parentSchema:schema31.properties.notProcessedStatuses.propertyNames,data:key7,propertyName:key7};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
var valid7 = _errs40 === errors;
if(!valid7){
const err41 = {instancePath:instancePath+"/notProcessedStatuses",schemaPath:"#/properties/notProcessedStatuses/propertyNames",keyword:"propertyNames",params:{propertyName: key7},message:"property name must be valid",schema:schema31.properties.notProcessedStatuses.propertyNames,parentSchema:schema31.properties.notProcessedStatuses,data:data16};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
for(const key8 in data16){
let data17 = data16[key8];
if(!((data17 === "throttled") || (data17 === "unavailable"))){
const err42 = {instancePath:instancePath+"/notProcessedStatuses/" + key8.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/notProcessedStatuses/additionalProperties/enum",keyword:"enum",params:{allowedValues: schema31.properties.notProcessedStatuses.additionalProperties.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.notProcessedStatuses.additionalProperties.enum,parentSchema:schema31.properties.notProcessedStatuses.additionalProperties,data:data17};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
else {
const err43 = {instancePath:instancePath+"/notProcessedStatuses",schemaPath:"#/properties/notProcessedStatuses/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.notProcessedStatuses.type,parentSchema:schema31.properties.notProcessedStatuses,data:data16};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data.subChecks !== undefined){
let data18 = data.subChecks;
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
if(Object.keys(data18).length < 1){
const err44 = {instancePath:instancePath+"/subChecks",schemaPath:"#/properties/subChecks/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema31.properties.subChecks,data:data18};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
for(const key9 in data18){
const _errs45 = errors;
if(!((((((((((((((key9 === "identity.four-factor") || (key9 === "identity.two-factor")) || (key9 === "identity.image")) || (key9 === "identity.three-factor")) || (key9 === "identity.name-mobile")) || (key9 === "identity.id-mobile")) || (key9 === "mobile.attribution")) || (key9 === "mobile.location-work")) || (key9 === "mobile.location-residential")) || (key9 === "mobile.address-verify")) || (key9 === "risk.fraud")) || (key9 === "risk.criminal")) || (key9 === "bank.four-factor")) || (key9 === "bank.three-factor"))){
const err45 = {instancePath:instancePath+"/subChecks",schemaPath:"#/properties/subChecks/propertyNames/enum",keyword:"enum",params:{allowedValues: schema31.properties.subChecks.propertyNames.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.subChecks.propertyNames.enum,parentSchema:schema31.properties.subChecks.propertyNames,data:key9,propertyName:key9};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
var valid9 = _errs45 === errors;
if(!valid9){
const err46 = {instancePath:instancePath+"/subChecks",schemaPath:"#/properties/subChecks/propertyNames",keyword:"propertyNames",params:{propertyName: key9},message:"property name must be valid",schema:schema31.properties.subChecks.propertyNames,parentSchema:schema31.properties.subChecks,data:data18};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
for(const key10 in data18){
let data19 = data18[key10];
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
if(data19.request === undefined){
const err47 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/required",keyword:"required",params:{missingProperty: "request"},message:"must have required property '"+"request"+"'",schema:schema31.properties.subChecks.additionalProperties.required,parentSchema:schema31.properties.subChecks.additionalProperties,data:data19};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
if(data19.response === undefined){
const err48 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/required",keyword:"required",params:{missingProperty: "response"},message:"must have required property '"+"response"+"'",schema:schema31.properties.subChecks.additionalProperties.required,parentSchema:schema31.properties.subChecks.additionalProperties,data:data19};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
for(const key11 in data19){
if(!(((key11 === "needs") || (key11 === "request")) || (key11 === "response"))){
const err49 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.subChecks.additionalProperties,data:data19};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data19.needs !== undefined){
let data20 = data19.needs;
if(Array.isArray(data20)){
if(data20.length < 1){
const err50 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/needs",schemaPath:"#/properties/subChecks/additionalProperties/properties/needs/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.needs,data:data20};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
const len0 = data20.length;
for(let i0=0; i0<len0; i0++){
let data21 = data20[i0];
if(!((((((((data21 === "name") || (data21 === "idNumber")) || (data21 === "idIssueDate")) || (data21 === "idExpiryDate")) || (data21 === "facePhoto")) || (data21 === "mobile")) || (data21 === "bankCardNumber")) || (data21 === "addressesToVerify"))){
const err51 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/needs/" + i0,schemaPath:"#/properties/subChecks/additionalProperties/properties/needs/items/enum",keyword:"enum",params:{allowedValues: schema31.properties.subChecks.additionalProperties.properties.needs.items.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.subChecks.additionalProperties.properties.needs.items.enum,parentSchema:schema31.properties.subChecks.additionalProperties.properties.needs.items,data:data21};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
else {
const err52 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/needs",schemaPath:"#/properties/subChecks/additionalProperties/properties/needs/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.subChecks.additionalProperties.properties.needs.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.needs,data:data20};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data19.request !== undefined){
let data22 = data19.request;
if(data22 && typeof data22 == "object" && !Array.isArray(data22)){
if(data22.method === undefined){
const err53 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/required",keyword:"required",params:{missingProperty: "method"},message:"must have required property '"+"method"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.request.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request,data:data22};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
if(data22.url === undefined){
const err54 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/required",keyword:"required",params:{missingProperty: "url"},message:"must have required property '"+"url"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.request.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request,data:data22};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(data22.encoding === undefined){
const err55 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/required",keyword:"required",params:{missingProperty: "encoding"},message:"must have required property '"+"encoding"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.request.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request,data:data22};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if(data22.fields === undefined){
const err56 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/required",keyword:"required",params:{missingProperty: "fields"},message:"must have required property '"+"fields"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.request.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request,data:data22};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
for(const key12 in data22){
if(!((((((key12 === "method") || (key12 === "url")) || (key12 === "headers")) || (key12 === "encoding")) || (key12 === "fields")) || (key12 === "encryption"))){
const err57 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request,data:data22};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
if(data22.method !== undefined){
let data23 = data22.method;
if(!((data23 === "GET") || (data23 === "POST"))){
const err58 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/method",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/method/enum",keyword:"enum",params:{allowedValues: schema31.properties.subChecks.additionalProperties.properties.request.properties.method.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.subChecks.additionalProperties.properties.request.properties.method.enum,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.method,data:data23};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data22.url !== undefined){
let data24 = data22.url;
if(typeof data24 === "string"){
if(!pattern10.test(data24)){
const err59 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/url",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/url/pattern",keyword:"pattern",params:{pattern: "^https://[^?#]+$"},message:"must match pattern \""+"^https://[^?#]+$"+"\"",schema:"^https://[^?#]+$",parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.url,data:data24};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
else {
const err60 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/url",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.request.properties.url.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.url,data:data24};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data22.headers !== undefined){
let data25 = data22.headers;
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
for(const key13 in data25){
const _errs61 = errors;
if(typeof key13 === "string"){
if(!pattern5.test(key13)){
const err61 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/headers",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/headers/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9-]+$"},message:"must match pattern \""+"^[A-Za-z0-9-]+$"+"\"",schema:"^[A-Za-z0-9-]+$",parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.headers.propertyNames,data:key13,propertyName:key13};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
var valid15 = _errs61 === errors;
if(!valid15){
const err62 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/headers",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/headers/propertyNames",keyword:"propertyNames",params:{propertyName: key13},message:"property name must be valid",schema:schema31.properties.subChecks.additionalProperties.properties.request.properties.headers.propertyNames,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.headers,data:data25};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
for(const key14 in data25){
let data26 = data25[key14];
if(typeof data26 === "string"){
if(func1(data26) > 2000){
const err63 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/headers/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/headers/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.headers.additionalProperties,data:data26};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
else {
const err64 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/headers/" + key14.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/headers/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.request.properties.headers.additionalProperties.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.headers.additionalProperties,data:data26};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
}
else {
const err65 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/headers",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/headers/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.request.properties.headers.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.headers,data:data25};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data22.encoding !== undefined){
let data27 = data22.encoding;
if(!(((data27 === "json") || (data27 === "form")) || (data27 === "query"))){
const err66 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/encoding",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/encoding/enum",keyword:"enum",params:{allowedValues: schema31.properties.subChecks.additionalProperties.properties.request.properties.encoding.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encoding.enum,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encoding,data:data27};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data22.fields !== undefined){
let data28 = data22.fields;
if(typeof data28 === "string"){
if(func1(data28) > 2000){
const err67 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/fields",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/fields/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.fields,data:data28};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if(func1(data28) < 1){
const err68 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/fields",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/fields/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.fields,data:data28};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
else {
const err69 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/fields",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/fields/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.request.properties.fields.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.fields,data:data28};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data22.encryption !== undefined){
let data29 = data22.encryption;
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
if(data29.cipher === undefined){
const err70 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/encryption",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/encryption/required",keyword:"required",params:{missingProperty: "cipher"},message:"must have required property '"+"cipher"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption,data:data29};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
if(data29.key === undefined){
const err71 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/encryption",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/encryption/required",keyword:"required",params:{missingProperty: "key"},message:"must have required property '"+"key"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption,data:data29};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
if(data29.encoding === undefined){
const err72 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/encryption",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/encryption/required",keyword:"required",params:{missingProperty: "encoding"},message:"must have required property '"+"encoding"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption,data:data29};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
if(data29.answer === undefined){
const err73 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/encryption",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/encryption/required",keyword:"required",params:{missingProperty: "answer"},message:"must have required property '"+"answer"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption,data:data29};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
for(const key15 in data29){
if(!(((((key15 === "cipher") || (key15 === "key")) || (key15 === "iv")) || (key15 === "encoding")) || (key15 === "answer"))){
const err74 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/encryption",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/encryption/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption,data:data29};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data29.cipher !== undefined){
let data30 = data29.cipher;
if(!((((((data30 === "aes-128-ecb") || (data30 === "aes-128-cbc")) || (data30 === "aes-256-ecb")) || (data30 === "aes-256-cbc")) || (data30 === "sm4-ecb")) || (data30 === "sm4-cbc"))){
const err75 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/encryption/cipher",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/encryption/properties/cipher/enum",keyword:"enum",params:{allowedValues: schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.properties.cipher.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.properties.cipher.enum,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.properties.cipher,data:data30};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data29.key !== undefined){
let data31 = data29.key;
if(typeof data31 === "string"){
if(!pattern6.test(data31)){
const err76 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/encryption/key",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/encryption/properties/key/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9]*$"+"\"",schema:"^[A-Za-z][A-Za-z0-9]*$",parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.properties.key,data:data31};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
else {
const err77 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/encryption/key",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/encryption/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.properties.key.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.properties.key,data:data31};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data29.iv !== undefined){
let data32 = data29.iv;
if(typeof data32 === "string"){
if(!pattern6.test(data32)){
const err78 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/encryption/iv",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/encryption/properties/iv/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Za-z][A-Za-z0-9]*$"+"\"",schema:"^[A-Za-z][A-Za-z0-9]*$",parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.properties.iv,data:data32};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
else {
const err79 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/encryption/iv",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/encryption/properties/iv/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.properties.iv.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.properties.iv,data:data32};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data29.encoding !== undefined){
let data33 = data29.encoding;
if(!((data33 === "base64") || (data33 === "hex"))){
const err80 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/encryption/encoding",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/encryption/properties/encoding/enum",keyword:"enum",params:{allowedValues: schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.properties.encoding.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.properties.encoding.enum,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.properties.encoding,data:data33};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
if(data29.answer !== undefined){
let data34 = data29.answer;
if(!((data34 === "encrypted") || (data34 === "plain"))){
const err81 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/encryption/answer",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/encryption/properties/answer/enum",keyword:"enum",params:{allowedValues: schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.properties.answer.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.properties.answer.enum,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.properties.answer,data:data34};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
}
else {
const err82 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request/encryption",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/properties/encryption/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request.properties.encryption,data:data29};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
}
else {
const err83 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/request",schemaPath:"#/properties/subChecks/additionalProperties/properties/request/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.request.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.request,data:data22};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data19.response !== undefined){
let data35 = data19.response;
if(data35 && typeof data35 == "object" && !Array.isArray(data35)){
if(data35.code === undefined){
const err84 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/required",keyword:"required",params:{missingProperty: "code"},message:"must have required property '"+"code"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.response.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response,data:data35};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
if(data35.codes === undefined){
const err85 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/required",keyword:"required",params:{missingProperty: "codes"},message:"must have required property '"+"codes"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.response.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response,data:data35};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
for(const key16 in data35){
if(!((((key16 === "contentTypes") || (key16 === "code")) || (key16 === "codes")) || (key16 === "data"))){
const err86 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response,data:data35};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data35.contentTypes !== undefined){
let data36 = data35.contentTypes;
if(Array.isArray(data36)){
if(data36.length < 1){
const err87 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/contentTypes",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/contentTypes/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.contentTypes,data:data36};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
const len1 = data36.length;
for(let i1=0; i1<len1; i1++){
let data37 = data36[i1];
if(typeof data37 === "string"){
if(!pattern14.test(data37)){
const err88 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/contentTypes/" + i1,schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/contentTypes/items/pattern",keyword:"pattern",params:{pattern: "^[a-z]+/[a-z0-9.+-]+$"},message:"must match pattern \""+"^[a-z]+/[a-z0-9.+-]+$"+"\"",schema:"^[a-z]+/[a-z0-9.+-]+$",parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.contentTypes.items,data:data37};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
else {
const err89 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/contentTypes/" + i1,schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/contentTypes/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.contentTypes.items.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.contentTypes.items,data:data37};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
}
else {
const err90 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/contentTypes",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/contentTypes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.contentTypes.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.contentTypes,data:data36};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data35.code !== undefined){
let data38 = data35.code;
if(typeof data38 === "string"){
if(func1(data38) > 2000){
const err91 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/code",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/code/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.code,data:data38};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
if(func1(data38) < 1){
const err92 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/code",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/code/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.code,data:data38};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
else {
const err93 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/code",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/code/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.code.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.code,data:data38};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data35.codes !== undefined){
let data39 = data35.codes;
if(data39 && typeof data39 == "object" && !Array.isArray(data39)){
if(Object.keys(data39).length < 1){
const err94 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/codes",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/codes/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.codes,data:data39};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
for(const key17 in data39){
let data40 = data39[key17];
if(data40 && typeof data40 == "object" && !Array.isArray(data40)){
if(data40.class === undefined){
const err95 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/codes/" + key17.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/codes/additionalProperties/required",keyword:"required",params:{missingProperty: "class"},message:"must have required property '"+"class"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.codes.additionalProperties.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.codes.additionalProperties,data:data40};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
if(data40.billed === undefined){
const err96 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/codes/" + key17.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/codes/additionalProperties/required",keyword:"required",params:{missingProperty: "billed"},message:"must have required property '"+"billed"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.codes.additionalProperties.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.codes.additionalProperties,data:data40};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
for(const key18 in data40){
if(!((key18 === "class") || (key18 === "billed"))){
const err97 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/codes/" + key17.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/codes/additionalProperties/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key18},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.codes.additionalProperties,data:data40};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
if(data40.class !== undefined){
let data41 = data40.class;
if(!((((((((((((((data41 === "matched") || (data41 === "unmatched")) || (data41 === "not-found")) || (data41 === "data")) || (data41 === "clear")) || (data41 === "flagged")) || (data41 === "invalid")) || (data41 === "unsupported")) || (data41 === "quota")) || (data41 === "photo-unusable")) || (data41 === "card-problem")) || (data41 === "retry")) || (data41 === "throttled")) || (data41 === "permanent"))){
const err98 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/codes/" + key17.replace(/~/g, "~0").replace(/\//g, "~1")+"/class",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/codes/additionalProperties/properties/class/enum",keyword:"enum",params:{allowedValues: schema31.properties.subChecks.additionalProperties.properties.response.properties.codes.additionalProperties.properties.class.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.codes.additionalProperties.properties.class.enum,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.codes.additionalProperties.properties.class,data:data41};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
if(data40.billed !== undefined){
let data42 = data40.billed;
if((typeof data42 !== "boolean") && (typeof data42 !== "string")){
const err99 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/codes/" + key17.replace(/~/g, "~0").replace(/\//g, "~1")+"/billed",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/codes/additionalProperties/properties/billed/type",keyword:"type",params:{type: schema31.properties.subChecks.additionalProperties.properties.response.properties.codes.additionalProperties.properties.billed.type},message:"must be boolean,string",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.codes.additionalProperties.properties.billed.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.codes.additionalProperties.properties.billed,data:data42};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
}
else {
const err100 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/codes/" + key17.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/codes/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.codes.additionalProperties.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.codes.additionalProperties,data:data40};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
}
else {
const err101 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/codes",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/codes/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.codes.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.codes,data:data39};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
if(data35.data !== undefined){
let data43 = data35.data;
if(data43 && typeof data43 == "object" && !Array.isArray(data43)){
for(const key19 in data43){
if(!((((((key19 === "carrier") || (key19 === "province")) || (key19 === "city")) || (key19 === "distanceBand")) || (key19 === "severity")) || (key19 === "categories"))){
const err102 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key19},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data,data:data43};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
if(data43.carrier !== undefined){
let data44 = data43.carrier;
const _errs100 = errors;
let valid24 = true;
const _errs101 = errors;
if(!(data44 && typeof data44 == "object" && !Array.isArray(data44))){
const err103 = {};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
var _valid0 = _errs101 === errors;
errors = _errs100;
if(vErrors !== null){
if(_errs100){
vErrors.length = _errs100;
}
else {
vErrors = null;
}
}
let ifClause0;
if(_valid0){
const _errs103 = errors;
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
if(data44.from === undefined){
const err104 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/carrier",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/carrier/then/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.then.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.then,data:data44};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
if(data44.map === undefined){
const err105 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/carrier",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/carrier/then/required",keyword:"required",params:{missingProperty: "map"},message:"must have required property '"+"map"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.then.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.then,data:data44};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
for(const key20 in data44){
if(!((key20 === "from") || (key20 === "map"))){
const err106 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/carrier",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/carrier/then/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key20},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.then,data:data44};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
if(data44.from !== undefined){
let data45 = data44.from;
if(typeof data45 === "string"){
if(func1(data45) > 2000){
const err107 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/carrier/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/carrier/then/properties/from/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.then.properties.from,data:data45};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
if(func1(data45) < 1){
const err108 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/carrier/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/carrier/then/properties/from/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.then.properties.from,data:data45};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
else {
const err109 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/carrier/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/carrier/then/properties/from/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.then.properties.from.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.then.properties.from,data:data45};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
if(data44.map !== undefined){
let data46 = data44.map;
if(data46 && typeof data46 == "object" && !Array.isArray(data46)){
if(Object.keys(data46).length < 1){
const err110 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/carrier/map",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/carrier/then/properties/map/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.then.properties.map,data:data46};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
for(const key21 in data46){
let data47 = data46[key21];
if(typeof data47 === "string"){
if(func1(data47) < 1){
const err111 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/carrier/map/" + key21.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/carrier/then/properties/map/additionalProperties/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.then.properties.map.additionalProperties,data:data47};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
else {
const err112 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/carrier/map/" + key21.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/carrier/then/properties/map/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.then.properties.map.additionalProperties.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.then.properties.map.additionalProperties,data:data47};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
}
else {
const err113 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/carrier/map",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/carrier/then/properties/map/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.then.properties.map.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.then.properties.map,data:data46};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
}
else {
const err114 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/carrier",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/carrier/then/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.then.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.then,data:data44};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
var _valid0 = _errs103 === errors;
valid24 = _valid0;
ifClause0 = "then";
}
else {
const _errs113 = errors;
if(typeof data44 === "string"){
if(func1(data44) > 2000){
const err115 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/carrier",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/carrier/else/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.else,data:data44};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
if(func1(data44) < 1){
const err116 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/carrier",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/carrier/else/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.else,data:data44};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
else {
const err117 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/carrier",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/carrier/else/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.else.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.else,data:data44};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
var _valid0 = _errs113 === errors;
valid24 = _valid0;
ifClause0 = "else";
}
if(!valid24){
const err118 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/carrier",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/carrier/if",keyword:"if",params:{failingKeyword: ifClause0},message:"must match \""+ifClause0+"\" schema",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier.if,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.carrier,data:data44};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
if(data43.province !== undefined){
let data48 = data43.province;
const _errs116 = errors;
let valid27 = true;
const _errs117 = errors;
if(!(data48 && typeof data48 == "object" && !Array.isArray(data48))){
const err119 = {};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
var _valid1 = _errs117 === errors;
errors = _errs116;
if(vErrors !== null){
if(_errs116){
vErrors.length = _errs116;
}
else {
vErrors = null;
}
}
let ifClause1;
if(_valid1){
const _errs119 = errors;
if(data48 && typeof data48 == "object" && !Array.isArray(data48)){
if(data48.from === undefined){
const err120 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/province",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/province/then/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.then.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.then,data:data48};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
if(data48.map === undefined){
const err121 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/province",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/province/then/required",keyword:"required",params:{missingProperty: "map"},message:"must have required property '"+"map"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.then.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.then,data:data48};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
for(const key22 in data48){
if(!((key22 === "from") || (key22 === "map"))){
const err122 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/province",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/province/then/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key22},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.then,data:data48};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
if(data48.from !== undefined){
let data49 = data48.from;
if(typeof data49 === "string"){
if(func1(data49) > 2000){
const err123 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/province/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/province/then/properties/from/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.then.properties.from,data:data49};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
if(func1(data49) < 1){
const err124 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/province/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/province/then/properties/from/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.then.properties.from,data:data49};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
else {
const err125 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/province/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/province/then/properties/from/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.then.properties.from.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.then.properties.from,data:data49};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
if(data48.map !== undefined){
let data50 = data48.map;
if(data50 && typeof data50 == "object" && !Array.isArray(data50)){
if(Object.keys(data50).length < 1){
const err126 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/province/map",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/province/then/properties/map/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.then.properties.map,data:data50};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
for(const key23 in data50){
let data51 = data50[key23];
if(typeof data51 === "string"){
if(func1(data51) < 1){
const err127 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/province/map/" + key23.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/province/then/properties/map/additionalProperties/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.then.properties.map.additionalProperties,data:data51};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
}
else {
const err128 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/province/map/" + key23.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/province/then/properties/map/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.then.properties.map.additionalProperties.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.then.properties.map.additionalProperties,data:data51};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
}
else {
const err129 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/province/map",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/province/then/properties/map/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.then.properties.map.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.then.properties.map,data:data50};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
}
else {
const err130 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/province",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/province/then/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.then.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.then,data:data48};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
var _valid1 = _errs119 === errors;
valid27 = _valid1;
ifClause1 = "then";
}
else {
const _errs129 = errors;
if(typeof data48 === "string"){
if(func1(data48) > 2000){
const err131 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/province",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/province/else/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.else,data:data48};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
if(func1(data48) < 1){
const err132 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/province",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/province/else/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.else,data:data48};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
}
else {
const err133 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/province",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/province/else/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.else.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.else,data:data48};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
var _valid1 = _errs129 === errors;
valid27 = _valid1;
ifClause1 = "else";
}
if(!valid27){
const err134 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/province",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/province/if",keyword:"if",params:{failingKeyword: ifClause1},message:"must match \""+ifClause1+"\" schema",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province.if,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.province,data:data48};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
if(data43.city !== undefined){
let data52 = data43.city;
const _errs132 = errors;
let valid30 = true;
const _errs133 = errors;
if(!(data52 && typeof data52 == "object" && !Array.isArray(data52))){
const err135 = {};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
var _valid2 = _errs133 === errors;
errors = _errs132;
if(vErrors !== null){
if(_errs132){
vErrors.length = _errs132;
}
else {
vErrors = null;
}
}
let ifClause2;
if(_valid2){
const _errs135 = errors;
if(data52 && typeof data52 == "object" && !Array.isArray(data52)){
if(data52.from === undefined){
const err136 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/city",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/city/then/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.then.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.then,data:data52};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
if(data52.map === undefined){
const err137 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/city",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/city/then/required",keyword:"required",params:{missingProperty: "map"},message:"must have required property '"+"map"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.then.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.then,data:data52};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
for(const key24 in data52){
if(!((key24 === "from") || (key24 === "map"))){
const err138 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/city",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/city/then/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key24},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.then,data:data52};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
}
if(data52.from !== undefined){
let data53 = data52.from;
if(typeof data53 === "string"){
if(func1(data53) > 2000){
const err139 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/city/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/city/then/properties/from/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.then.properties.from,data:data53};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
if(func1(data53) < 1){
const err140 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/city/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/city/then/properties/from/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.then.properties.from,data:data53};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
}
else {
const err141 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/city/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/city/then/properties/from/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.then.properties.from.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.then.properties.from,data:data53};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
}
if(data52.map !== undefined){
let data54 = data52.map;
if(data54 && typeof data54 == "object" && !Array.isArray(data54)){
if(Object.keys(data54).length < 1){
const err142 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/city/map",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/city/then/properties/map/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.then.properties.map,data:data54};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
for(const key25 in data54){
let data55 = data54[key25];
if(typeof data55 === "string"){
if(func1(data55) < 1){
const err143 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/city/map/" + key25.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/city/then/properties/map/additionalProperties/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.then.properties.map.additionalProperties,data:data55};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
}
else {
const err144 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/city/map/" + key25.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/city/then/properties/map/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.then.properties.map.additionalProperties.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.then.properties.map.additionalProperties,data:data55};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
}
}
else {
const err145 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/city/map",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/city/then/properties/map/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.then.properties.map.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.then.properties.map,data:data54};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
}
}
else {
const err146 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/city",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/city/then/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.then.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.then,data:data52};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
var _valid2 = _errs135 === errors;
valid30 = _valid2;
ifClause2 = "then";
}
else {
const _errs145 = errors;
if(typeof data52 === "string"){
if(func1(data52) > 2000){
const err147 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/city",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/city/else/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.else,data:data52};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
if(func1(data52) < 1){
const err148 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/city",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/city/else/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.else,data:data52};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
}
else {
const err149 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/city",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/city/else/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.else.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.else,data:data52};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
var _valid2 = _errs145 === errors;
valid30 = _valid2;
ifClause2 = "else";
}
if(!valid30){
const err150 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/city",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/city/if",keyword:"if",params:{failingKeyword: ifClause2},message:"must match \""+ifClause2+"\" schema",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city.if,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.city,data:data52};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
}
if(data43.distanceBand !== undefined){
let data56 = data43.distanceBand;
const _errs148 = errors;
let valid33 = true;
const _errs149 = errors;
if(errors === _errs149){
if(data56 && typeof data56 == "object" && !Array.isArray(data56)){
let missing1;
if((data56.metres === undefined) && (missing1 = "metres")){
const err151 = {};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
}
else {
const err152 = {};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
}
var _valid3 = _errs149 === errors;
errors = _errs148;
if(vErrors !== null){
if(_errs148){
vErrors.length = _errs148;
}
else {
vErrors = null;
}
}
let ifClause3;
if(_valid3){
const _errs151 = errors;
if(data56 && typeof data56 == "object" && !Array.isArray(data56)){
if(data56.metres === undefined){
const err153 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/distanceBand",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/distanceBand/then/required",keyword:"required",params:{missingProperty: "metres"},message:"must have required property '"+"metres"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.then.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.then,data:data56};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
for(const key26 in data56){
if(!(key26 === "metres")){
const err154 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/distanceBand",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/distanceBand/then/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key26},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.then,data:data56};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
}
if(data56.metres !== undefined){
let data57 = data56.metres;
if(typeof data57 === "string"){
if(func1(data57) > 2000){
const err155 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/distanceBand/metres",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/distanceBand/then/properties/metres/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.then.properties.metres,data:data57};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
if(func1(data57) < 1){
const err156 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/distanceBand/metres",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/distanceBand/then/properties/metres/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.then.properties.metres,data:data57};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
}
else {
const err157 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/distanceBand/metres",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/distanceBand/then/properties/metres/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.then.properties.metres.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.then.properties.metres,data:data57};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
}
}
else {
const err158 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/distanceBand",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/distanceBand/then/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.then.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.then,data:data56};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
var _valid3 = _errs151 === errors;
valid33 = _valid3;
if(valid33){
var props3 = true;
}
ifClause3 = "then";
}
else {
const _errs156 = errors;
if(data56 && typeof data56 == "object" && !Array.isArray(data56)){
if(data56.from === undefined){
const err159 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/distanceBand",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/distanceBand/else/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.else.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.else,data:data56};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
if(data56.map === undefined){
const err160 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/distanceBand",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/distanceBand/else/required",keyword:"required",params:{missingProperty: "map"},message:"must have required property '"+"map"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.else.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.else,data:data56};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
for(const key27 in data56){
if(!((key27 === "from") || (key27 === "map"))){
const err161 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/distanceBand",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/distanceBand/else/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key27},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.else,data:data56};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
}
if(data56.from !== undefined){
let data58 = data56.from;
if(typeof data58 === "string"){
if(func1(data58) > 2000){
const err162 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/distanceBand/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/distanceBand/else/properties/from/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.else.properties.from,data:data58};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
if(func1(data58) < 1){
const err163 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/distanceBand/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/distanceBand/else/properties/from/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.else.properties.from,data:data58};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
}
else {
const err164 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/distanceBand/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/distanceBand/else/properties/from/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.else.properties.from.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.else.properties.from,data:data58};
if(vErrors === null){
vErrors = [err164];
}
else {
vErrors.push(err164);
}
errors++;
}
}
if(data56.map !== undefined){
let data59 = data56.map;
if(data59 && typeof data59 == "object" && !Array.isArray(data59)){
if(Object.keys(data59).length < 1){
const err165 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/distanceBand/map",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/distanceBand/else/properties/map/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.else.properties.map,data:data59};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
for(const key28 in data59){
let data60 = data59[key28];
if(!(((((data60 === "≤3 km") || (data60 === "3-10 km")) || (data60 === "10-20 km")) || (data60 === "20-50 km")) || (data60 === ">50 km"))){
const err166 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/distanceBand/map/" + key28.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/distanceBand/else/properties/map/additionalProperties/enum",keyword:"enum",params:{allowedValues: schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.else.properties.map.additionalProperties.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.else.properties.map.additionalProperties.enum,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.else.properties.map.additionalProperties,data:data60};
if(vErrors === null){
vErrors = [err166];
}
else {
vErrors.push(err166);
}
errors++;
}
}
}
else {
const err167 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/distanceBand/map",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/distanceBand/else/properties/map/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.else.properties.map.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.else.properties.map,data:data59};
if(vErrors === null){
vErrors = [err167];
}
else {
vErrors.push(err167);
}
errors++;
}
}
}
else {
const err168 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/distanceBand",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/distanceBand/else/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.else.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.else,data:data56};
if(vErrors === null){
vErrors = [err168];
}
else {
vErrors.push(err168);
}
errors++;
}
var _valid3 = _errs156 === errors;
valid33 = _valid3;
if(valid33){
if(props3 !== true){
props3 = true;
}
}
ifClause3 = "else";
}
if(!valid33){
const err169 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/distanceBand",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/distanceBand/if",keyword:"if",params:{failingKeyword: ifClause3},message:"must match \""+ifClause3+"\" schema",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand.if,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.distanceBand,data:data56};
if(vErrors === null){
vErrors = [err169];
}
else {
vErrors.push(err169);
}
errors++;
}
}
if(data43.severity !== undefined){
let data61 = data43.severity;
const _errs166 = errors;
let valid37 = true;
const _errs167 = errors;
if(!(data61 && typeof data61 == "object" && !Array.isArray(data61))){
const err170 = {};
if(vErrors === null){
vErrors = [err170];
}
else {
vErrors.push(err170);
}
errors++;
}
var _valid4 = _errs167 === errors;
errors = _errs166;
if(vErrors !== null){
if(_errs166){
vErrors.length = _errs166;
}
else {
vErrors = null;
}
}
let ifClause4;
if(_valid4){
const _errs169 = errors;
if(data61 && typeof data61 == "object" && !Array.isArray(data61)){
if(data61.from === undefined){
const err171 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/severity",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/severity/then/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.then.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.then,data:data61};
if(vErrors === null){
vErrors = [err171];
}
else {
vErrors.push(err171);
}
errors++;
}
if(data61.map === undefined){
const err172 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/severity",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/severity/then/required",keyword:"required",params:{missingProperty: "map"},message:"must have required property '"+"map"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.then.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.then,data:data61};
if(vErrors === null){
vErrors = [err172];
}
else {
vErrors.push(err172);
}
errors++;
}
for(const key29 in data61){
if(!((key29 === "from") || (key29 === "map"))){
const err173 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/severity",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/severity/then/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key29},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.then,data:data61};
if(vErrors === null){
vErrors = [err173];
}
else {
vErrors.push(err173);
}
errors++;
}
}
if(data61.from !== undefined){
let data62 = data61.from;
if(typeof data62 === "string"){
if(func1(data62) > 2000){
const err174 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/severity/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/severity/then/properties/from/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.then.properties.from,data:data62};
if(vErrors === null){
vErrors = [err174];
}
else {
vErrors.push(err174);
}
errors++;
}
if(func1(data62) < 1){
const err175 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/severity/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/severity/then/properties/from/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.then.properties.from,data:data62};
if(vErrors === null){
vErrors = [err175];
}
else {
vErrors.push(err175);
}
errors++;
}
}
else {
const err176 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/severity/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/severity/then/properties/from/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.then.properties.from.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.then.properties.from,data:data62};
if(vErrors === null){
vErrors = [err176];
}
else {
vErrors.push(err176);
}
errors++;
}
}
if(data61.map !== undefined){
let data63 = data61.map;
if(data63 && typeof data63 == "object" && !Array.isArray(data63)){
if(Object.keys(data63).length < 1){
const err177 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/severity/map",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/severity/then/properties/map/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.then.properties.map,data:data63};
if(vErrors === null){
vErrors = [err177];
}
else {
vErrors.push(err177);
}
errors++;
}
for(const key30 in data63){
let data64 = data63[key30];
if(!(((data64 === 1) || (data64 === 2)) || (data64 === 3))){
const err178 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/severity/map/" + key30.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/severity/then/properties/map/additionalProperties/enum",keyword:"enum",params:{allowedValues: schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.then.properties.map.additionalProperties.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.then.properties.map.additionalProperties.enum,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.then.properties.map.additionalProperties,data:data64};
if(vErrors === null){
vErrors = [err178];
}
else {
vErrors.push(err178);
}
errors++;
}
}
}
else {
const err179 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/severity/map",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/severity/then/properties/map/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.then.properties.map.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.then.properties.map,data:data63};
if(vErrors === null){
vErrors = [err179];
}
else {
vErrors.push(err179);
}
errors++;
}
}
}
else {
const err180 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/severity",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/severity/then/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.then.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.then,data:data61};
if(vErrors === null){
vErrors = [err180];
}
else {
vErrors.push(err180);
}
errors++;
}
var _valid4 = _errs169 === errors;
valid37 = _valid4;
ifClause4 = "then";
}
else {
const _errs178 = errors;
if(typeof data61 === "string"){
if(func1(data61) > 2000){
const err181 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/severity",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/severity/else/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.else,data:data61};
if(vErrors === null){
vErrors = [err181];
}
else {
vErrors.push(err181);
}
errors++;
}
if(func1(data61) < 1){
const err182 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/severity",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/severity/else/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.else,data:data61};
if(vErrors === null){
vErrors = [err182];
}
else {
vErrors.push(err182);
}
errors++;
}
}
else {
const err183 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/severity",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/severity/else/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.else.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.else,data:data61};
if(vErrors === null){
vErrors = [err183];
}
else {
vErrors.push(err183);
}
errors++;
}
var _valid4 = _errs178 === errors;
valid37 = _valid4;
ifClause4 = "else";
}
if(!valid37){
const err184 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/severity",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/severity/if",keyword:"if",params:{failingKeyword: ifClause4},message:"must match \""+ifClause4+"\" schema",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity.if,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.severity,data:data61};
if(vErrors === null){
vErrors = [err184];
}
else {
vErrors.push(err184);
}
errors++;
}
}
if(data43.categories !== undefined){
let data65 = data43.categories;
if(data65 && typeof data65 == "object" && !Array.isArray(data65)){
if(data65.from === undefined){
const err185 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/categories",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/categories/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.categories.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.categories,data:data65};
if(vErrors === null){
vErrors = [err185];
}
else {
vErrors.push(err185);
}
errors++;
}
if(data65.map === undefined){
const err186 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/categories",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/categories/required",keyword:"required",params:{missingProperty: "map"},message:"must have required property '"+"map"+"'",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.categories.required,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.categories,data:data65};
if(vErrors === null){
vErrors = [err186];
}
else {
vErrors.push(err186);
}
errors++;
}
for(const key31 in data65){
if(!((key31 === "from") || (key31 === "map"))){
const err187 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/categories",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/categories/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key31},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.categories,data:data65};
if(vErrors === null){
vErrors = [err187];
}
else {
vErrors.push(err187);
}
errors++;
}
}
if(data65.from !== undefined){
let data66 = data65.from;
if(typeof data66 === "string"){
if(func1(data66) > 2000){
const err188 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/categories/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/categories/properties/from/maxLength",keyword:"maxLength",params:{limit: 2000},message:"must NOT have more than 2000 characters",schema:2000,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.categories.properties.from,data:data66};
if(vErrors === null){
vErrors = [err188];
}
else {
vErrors.push(err188);
}
errors++;
}
if(func1(data66) < 1){
const err189 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/categories/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/categories/properties/from/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.categories.properties.from,data:data66};
if(vErrors === null){
vErrors = [err189];
}
else {
vErrors.push(err189);
}
errors++;
}
}
else {
const err190 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/categories/from",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/categories/properties/from/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.categories.properties.from.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.categories.properties.from,data:data66};
if(vErrors === null){
vErrors = [err190];
}
else {
vErrors.push(err190);
}
errors++;
}
}
if(data65.map !== undefined){
let data67 = data65.map;
if(data67 && typeof data67 == "object" && !Array.isArray(data67)){
if(Object.keys(data67).length < 1){
const err191 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/categories/map",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/categories/properties/map/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.categories.properties.map,data:data67};
if(vErrors === null){
vErrors = [err191];
}
else {
vErrors.push(err191);
}
errors++;
}
for(const key32 in data67){
let data68 = data67[key32];
if(!((((((data68 === "offender") || (data68 === "drug-related")) || (data68 === "drug-user")) || (data68 === "fugitive")) || (data68 === "case-involved")) || (data68 === "other"))){
const err192 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/categories/map/" + key32.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/categories/properties/map/additionalProperties/enum",keyword:"enum",params:{allowedValues: schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.categories.properties.map.additionalProperties.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.categories.properties.map.additionalProperties.enum,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.categories.properties.map.additionalProperties,data:data68};
if(vErrors === null){
vErrors = [err192];
}
else {
vErrors.push(err192);
}
errors++;
}
}
}
else {
const err193 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/categories/map",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/categories/properties/map/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.categories.properties.map.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.categories.properties.map,data:data67};
if(vErrors === null){
vErrors = [err193];
}
else {
vErrors.push(err193);
}
errors++;
}
}
}
else {
const err194 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data/categories",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/properties/categories/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.categories.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.properties.categories,data:data65};
if(vErrors === null){
vErrors = [err194];
}
else {
vErrors.push(err194);
}
errors++;
}
}
}
else {
const err195 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response/data",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/properties/data/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response.properties.data,data:data43};
if(vErrors === null){
vErrors = [err195];
}
else {
vErrors.push(err195);
}
errors++;
}
}
}
else {
const err196 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1")+"/response",schemaPath:"#/properties/subChecks/additionalProperties/properties/response/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.properties.response.type,parentSchema:schema31.properties.subChecks.additionalProperties.properties.response,data:data35};
if(vErrors === null){
vErrors = [err196];
}
else {
vErrors.push(err196);
}
errors++;
}
}
}
else {
const err197 = {instancePath:instancePath+"/subChecks/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/subChecks/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.additionalProperties.type,parentSchema:schema31.properties.subChecks.additionalProperties,data:data19};
if(vErrors === null){
vErrors = [err197];
}
else {
vErrors.push(err197);
}
errors++;
}
}
}
else {
const err198 = {instancePath:instancePath+"/subChecks",schemaPath:"#/properties/subChecks/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.subChecks.type,parentSchema:schema31.properties.subChecks,data:data18};
if(vErrors === null){
vErrors = [err198];
}
else {
vErrors.push(err198);
}
errors++;
}
}
}
else {
const err199 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.type,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err199];
}
else {
vErrors.push(err199);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
