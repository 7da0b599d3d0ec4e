// Written by codegen/contract/generate.ts: do not edit by hand.
import func2Module from 'ajv/dist/runtime/ucs2length.js';
const func2 = func2Module.default;

export const isVerificationRequest = validate20;
const schema31 = {"type":"object","additionalProperties":false,"properties":{"name":{"type":"string","pattern":"^[\\p{Unified_Ideograph}〇]+(·[\\p{Unified_Ideograph}〇]+)*$","minLength":2,"maxLength":50,"hint":"must be the Chinese legal name: 2 to 50 Chinese characters, with · (U+00B7) as the only separator; the sources do not accept pinyin"},"idNumber":{"type":"string","pattern":"^[0-9]{17}[0-9Xx]$","hint":"must be the 18 characters of a resident identity card number: 17 digits and a digit or X"},"idIssueDate":{"type":"string","pattern":"^[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$","hint":"must be a day that exists, as YYYYMMDD"},"idExpiryDate":{"type":"string","pattern":"^([0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])|长期)$","hint":"must be a day that exists, as YYYYMMDD, or 长期"},"facePhoto":{"type":"string","minLength":1,"hint":"must be the base64 of a JPEG or PNG image"},"mobile":{"type":"string","pattern":"^1[3-9][0-9]{9}$","hint":"must be an 11-digit mainland mobile number, without +86, spaces or dashes"},"bankCardNumber":{"type":"string","pattern":"^[0-9]{12,19}$","hint":"must be a bank card number: 12 to 19 digits, without spaces"},"addressesToVerify":{"type":"array","minItems":1,"maxItems":5,"hint":"must be a list of 1 to 5 addresses","items":{"type":"object","additionalProperties":false,"required":["type","city","address"],"hint":"must be an object with type, city and address","properties":{"type":{"type":"string","enum":["common","work","residential"],"hint":"must be common, work or residential"},"city":{"type":"string","pattern":"^[^\\p{Cc}\\p{Cs}]{0,49}(?![\\u115f\\u1160\\u3164\\uffa0])[\\p{L}\\p{N}][^\\p{Cc}\\p{Cs}]{0,49}$","maxLength":50,"hint":"must be the name of a city: 1 to 50 characters with at least one letter or digit, no control characters"},"address":{"type":"string","pattern":"^[^\\p{Cc}\\p{Cs}]{0,199}(?![\\u115f\\u1160\\u3164\\uffa0])[\\p{L}\\p{N}][^\\p{Cc}\\p{Cs}]{0,199}$","maxLength":200,"hint":"must be an address: 1 to 200 characters with at least one letter or digit, no control characters"}}}},"callbackUrl":{"type":"string","pattern":"^https://.+","maxLength":2048,"hint":"must be a URL that starts with https://, at most 2048 characters"},"subChecks":{"type":"array","minItems":1,"maxItems":14,"uniqueItems":true,"items":{"type":"string","enum":["identity.four-factor","identity.two-factor","identity.image","identity.three-factor","identity.name-mobile","identity.id-mobile","mobile.attribution","mobile.location-work","mobile.location-residential","mobile.address-verify","risk.fraud","risk.criminal","bank.four-factor","bank.three-factor"],"hint":"must be the id of a sub-check, such as identity.two-factor"},"hint":"must be a list of 1 to 14 ids of sub-checks, each of them once"},"clientReference":{"type":"string","minLength":1,"maxLength":128,"pattern":"^[^\\p{Cc}\\p{Cs}]+$","hint":"must be 1 to 128 characters, without control characters"},"metadata":{"type":"object","maxProperties":20,"propertyNames":{"type":"string","pattern":"^[A-Za-z0-9_.-]{1,40}$","hint":"must have keys of 1 to 40 characters: letters, digits, _ . -"},"additionalProperties":{"type":"string","maxLength":200,"pattern":"^[^\\p{Cs}]*$","hint":"must be a string of at most 200 characters"},"hint":"must be an object of at most 20 strings"},"consent":{"type":"object","additionalProperties":false,"required":["obtainedAt","purpose"],"properties":{"obtainedAt":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$","hint":"must be a date and time with its offset, such as 2026-03-01T10:03:04+08:00 (ISO 8601)"},"purpose":{"type":"string","minLength":1,"maxLength":200,"pattern":"^[^\\p{Cc}\\p{Cs}]+$","hint":"must be 1 to 200 characters, without control characters"},"reference":{"type":"string","minLength":1,"maxLength":128,"pattern":"^[^\\p{Cc}\\p{Cs}]+$","hint":"must be 1 to 128 characters, without control characters"},"separate":{"type":"array","minItems":1,"maxItems":4,"uniqueItems":true,"items":{"type":"string","enum":["sensitive","face","third-party","cross-border"],"hint":"must be one of sensitive, face, third-party, cross-border"},"hint":"must be a list of separate consents, each of them once: sensitive, face, third-party, cross-border"}},"hint":"must be an object with obtainedAt and purpose"}}};
const func1 = Object.prototype.hasOwnProperty;

const pattern4 = new RegExp("^[\\p{Unified_Ideograph}〇]+(·[\\p{Unified_Ideograph}〇]+)*$", "u");
const pattern5 = new RegExp("^[0-9]{17}[0-9Xx]$", "u");
const pattern6 = new RegExp("^[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$", "u");
const pattern7 = new RegExp("^([0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])|长期)$", "u");
const pattern8 = new RegExp("^1[3-9][0-9]{9}$", "u");
const pattern9 = new RegExp("^[0-9]{12,19}$", "u");
const pattern10 = new RegExp("^[^\\p{Cc}\\p{Cs}]{0,49}(?![\\u115f\\u1160\\u3164\\uffa0])[\\p{L}\\p{N}][^\\p{Cc}\\p{Cs}]{0,49}$", "u");
const pattern11 = new RegExp("^[^\\p{Cc}\\p{Cs}]{0,199}(?![\\u115f\\u1160\\u3164\\uffa0])[\\p{L}\\p{N}][^\\p{Cc}\\p{Cs}]{0,199}$", "u");
const pattern12 = new RegExp("^https://.+", "u");
const pattern13 = new RegExp("^[^\\p{Cc}\\p{Cs}]+$", "u");
const pattern14 = new RegExp("^[A-Za-z0-9_.-]{1,40}$", "u");
const pattern15 = new RegExp("^[^\\p{Cs}]*$", "u");
const pattern16 = new RegExp("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$", "u");

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
for(const key0 in data){
if(!(func1.call(schema31.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(func2(data0) > 50){
const err1 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/maxLength",keyword:"maxLength",params:{limit: 50},message:"must NOT have more than 50 characters",schema:50,parentSchema:schema31.properties.name,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(func2(data0) < 2){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/minLength",keyword:"minLength",params:{limit: 2},message:"must NOT have fewer than 2 characters",schema:2,parentSchema:schema31.properties.name,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(!pattern4.test(data0)){
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[\\p{Unified_Ideograph}〇]+(·[\\p{Unified_Ideograph}〇]+)*$"},message:"must match pattern \""+"^[\\p{Unified_Ideograph}〇]+(·[\\p{Unified_Ideograph}〇]+)*$"+"\"",schema:"^[\\p{Unified_Ideograph}〇]+(·[\\p{Unified_Ideograph}〇]+)*$",parentSchema:schema31.properties.name,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.name.type,parentSchema:schema31.properties.name,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.idNumber !== undefined){
let data1 = data.idNumber;
if(typeof data1 === "string"){
if(!pattern5.test(data1)){
const err5 = {instancePath:instancePath+"/idNumber",schemaPath:"#/properties/idNumber/pattern",keyword:"pattern",params:{pattern: "^[0-9]{17}[0-9Xx]$"},message:"must match pattern \""+"^[0-9]{17}[0-9Xx]$"+"\"",schema:"^[0-9]{17}[0-9Xx]$",parentSchema:schema31.properties.idNumber,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/idNumber",schemaPath:"#/properties/idNumber/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.idNumber.type,parentSchema:schema31.properties.idNumber,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.idIssueDate !== undefined){
let data2 = data.idIssueDate;
if(typeof data2 === "string"){
if(!pattern6.test(data2)){
const err7 = {instancePath:instancePath+"/idIssueDate",schemaPath:"#/properties/idIssueDate/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$"},message:"must match pattern \""+"^[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$"+"\"",schema:"^[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$",parentSchema:schema31.properties.idIssueDate,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/idIssueDate",schemaPath:"#/properties/idIssueDate/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.idIssueDate.type,parentSchema:schema31.properties.idIssueDate,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.idExpiryDate !== undefined){
let data3 = data.idExpiryDate;
if(typeof data3 === "string"){
if(!pattern7.test(data3)){
const err9 = {instancePath:instancePath+"/idExpiryDate",schemaPath:"#/properties/idExpiryDate/pattern",keyword:"pattern",params:{pattern: "^([0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])|长期)$"},message:"must match pattern \""+"^([0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])|长期)$"+"\"",schema:"^([0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])|长期)$",parentSchema:schema31.properties.idExpiryDate,data:data3};
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
const err10 = {instancePath:instancePath+"/idExpiryDate",schemaPath:"#/properties/idExpiryDate/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.idExpiryDate.type,parentSchema:schema31.properties.idExpiryDate,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.facePhoto !== undefined){
let data4 = data.facePhoto;
if(typeof data4 === "string"){
if(func2(data4) < 1){
const err11 = {instancePath:instancePath+"/facePhoto",schemaPath:"#/properties/facePhoto/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.facePhoto,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/facePhoto",schemaPath:"#/properties/facePhoto/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.facePhoto.type,parentSchema:schema31.properties.facePhoto,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.mobile !== undefined){
let data5 = data.mobile;
if(typeof data5 === "string"){
if(!pattern8.test(data5)){
const err13 = {instancePath:instancePath+"/mobile",schemaPath:"#/properties/mobile/pattern",keyword:"pattern",params:{pattern: "^1[3-9][0-9]{9}$"},message:"must match pattern \""+"^1[3-9][0-9]{9}$"+"\"",schema:"^1[3-9][0-9]{9}$",parentSchema:schema31.properties.mobile,data:data5};
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
const err14 = {instancePath:instancePath+"/mobile",schemaPath:"#/properties/mobile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.mobile.type,parentSchema:schema31.properties.mobile,data:data5};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.bankCardNumber !== undefined){
let data6 = data.bankCardNumber;
if(typeof data6 === "string"){
if(!pattern9.test(data6)){
const err15 = {instancePath:instancePath+"/bankCardNumber",schemaPath:"#/properties/bankCardNumber/pattern",keyword:"pattern",params:{pattern: "^[0-9]{12,19}$"},message:"must match pattern \""+"^[0-9]{12,19}$"+"\"",schema:"^[0-9]{12,19}$",parentSchema:schema31.properties.bankCardNumber,data:data6};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/bankCardNumber",schemaPath:"#/properties/bankCardNumber/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.bankCardNumber.type,parentSchema:schema31.properties.bankCardNumber,data:data6};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.addressesToVerify !== undefined){
let data7 = data.addressesToVerify;
if(Array.isArray(data7)){
if(data7.length > 5){
const err17 = {instancePath:instancePath+"/addressesToVerify",schemaPath:"#/properties/addressesToVerify/maxItems",keyword:"maxItems",params:{limit: 5},message:"must NOT have more than 5 items",schema:5,parentSchema:schema31.properties.addressesToVerify,data:data7};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data7.length < 1){
const err18 = {instancePath:instancePath+"/addressesToVerify",schemaPath:"#/properties/addressesToVerify/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.addressesToVerify,data:data7};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
const len0 = data7.length;
for(let i0=0; i0<len0; i0++){
let data8 = data7[i0];
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.type === undefined){
const err19 = {instancePath:instancePath+"/addressesToVerify/" + i0,schemaPath:"#/properties/addressesToVerify/items/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema31.properties.addressesToVerify.items.required,parentSchema:schema31.properties.addressesToVerify.items,data:data8};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(data8.city === undefined){
const err20 = {instancePath:instancePath+"/addressesToVerify/" + i0,schemaPath:"#/properties/addressesToVerify/items/required",keyword:"required",params:{missingProperty: "city"},message:"must have required property '"+"city"+"'",schema:schema31.properties.addressesToVerify.items.required,parentSchema:schema31.properties.addressesToVerify.items,data:data8};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data8.address === undefined){
const err21 = {instancePath:instancePath+"/addressesToVerify/" + i0,schemaPath:"#/properties/addressesToVerify/items/required",keyword:"required",params:{missingProperty: "address"},message:"must have required property '"+"address"+"'",schema:schema31.properties.addressesToVerify.items.required,parentSchema:schema31.properties.addressesToVerify.items,data:data8};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
for(const key1 in data8){
if(!(((key1 === "type") || (key1 === "city")) || (key1 === "address"))){
const err22 = {instancePath:instancePath+"/addressesToVerify/" + i0,schemaPath:"#/properties/addressesToVerify/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.addressesToVerify.items,data:data8};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data8.type !== undefined){
let data9 = data8.type;
if(typeof data9 !== "string"){
const err23 = {instancePath:instancePath+"/addressesToVerify/" + i0+"/type",schemaPath:"#/properties/addressesToVerify/items/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.addressesToVerify.items.properties.type.type,parentSchema:schema31.properties.addressesToVerify.items.properties.type,data:data9};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(!(((data9 === "common") || (data9 === "work")) || (data9 === "residential"))){
const err24 = {instancePath:instancePath+"/addressesToVerify/" + i0+"/type",schemaPath:"#/properties/addressesToVerify/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema31.properties.addressesToVerify.items.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.addressesToVerify.items.properties.type.enum,parentSchema:schema31.properties.addressesToVerify.items.properties.type,data:data9};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data8.city !== undefined){
let data10 = data8.city;
if(typeof data10 === "string"){
if(func2(data10) > 50){
const err25 = {instancePath:instancePath+"/addressesToVerify/" + i0+"/city",schemaPath:"#/properties/addressesToVerify/items/properties/city/maxLength",keyword:"maxLength",params:{limit: 50},message:"must NOT have more than 50 characters",schema:50,parentSchema:schema31.properties.addressesToVerify.items.properties.city,data:data10};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(!pattern10.test(data10)){
const err26 = {instancePath:instancePath+"/addressesToVerify/" + i0+"/city",schemaPath:"#/properties/addressesToVerify/items/properties/city/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Cs}]{0,49}(?![\\u115f\\u1160\\u3164\\uffa0])[\\p{L}\\p{N}][^\\p{Cc}\\p{Cs}]{0,49}$"},message:"must match pattern \""+"^[^\\p{Cc}\\p{Cs}]{0,49}(?![\\u115f\\u1160\\u3164\\uffa0])[\\p{L}\\p{N}][^\\p{Cc}\\p{Cs}]{0,49}$"+"\"",schema:"^[^\\p{Cc}\\p{Cs}]{0,49}(?![\\u115f\\u1160\\u3164\\uffa0])[\\p{L}\\p{N}][^\\p{Cc}\\p{Cs}]{0,49}$",parentSchema:schema31.properties.addressesToVerify.items.properties.city,data:data10};
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
const err27 = {instancePath:instancePath+"/addressesToVerify/" + i0+"/city",schemaPath:"#/properties/addressesToVerify/items/properties/city/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.addressesToVerify.items.properties.city.type,parentSchema:schema31.properties.addressesToVerify.items.properties.city,data:data10};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data8.address !== undefined){
let data11 = data8.address;
if(typeof data11 === "string"){
if(func2(data11) > 200){
const err28 = {instancePath:instancePath+"/addressesToVerify/" + i0+"/address",schemaPath:"#/properties/addressesToVerify/items/properties/address/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema31.properties.addressesToVerify.items.properties.address,data:data11};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(!pattern11.test(data11)){
const err29 = {instancePath:instancePath+"/addressesToVerify/" + i0+"/address",schemaPath:"#/properties/addressesToVerify/items/properties/address/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Cs}]{0,199}(?![\\u115f\\u1160\\u3164\\uffa0])[\\p{L}\\p{N}][^\\p{Cc}\\p{Cs}]{0,199}$"},message:"must match pattern \""+"^[^\\p{Cc}\\p{Cs}]{0,199}(?![\\u115f\\u1160\\u3164\\uffa0])[\\p{L}\\p{N}][^\\p{Cc}\\p{Cs}]{0,199}$"+"\"",schema:"^[^\\p{Cc}\\p{Cs}]{0,199}(?![\\u115f\\u1160\\u3164\\uffa0])[\\p{L}\\p{N}][^\\p{Cc}\\p{Cs}]{0,199}$",parentSchema:schema31.properties.addressesToVerify.items.properties.address,data:data11};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
else {
const err30 = {instancePath:instancePath+"/addressesToVerify/" + i0+"/address",schemaPath:"#/properties/addressesToVerify/items/properties/address/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.addressesToVerify.items.properties.address.type,parentSchema:schema31.properties.addressesToVerify.items.properties.address,data:data11};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
else {
const err31 = {instancePath:instancePath+"/addressesToVerify/" + i0,schemaPath:"#/properties/addressesToVerify/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.addressesToVerify.items.type,parentSchema:schema31.properties.addressesToVerify.items,data:data8};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
}
else {
const err32 = {instancePath:instancePath+"/addressesToVerify",schemaPath:"#/properties/addressesToVerify/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.addressesToVerify.type,parentSchema:schema31.properties.addressesToVerify,data:data7};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data.callbackUrl !== undefined){
let data12 = data.callbackUrl;
if(typeof data12 === "string"){
if(func2(data12) > 2048){
const err33 = {instancePath:instancePath+"/callbackUrl",schemaPath:"#/properties/callbackUrl/maxLength",keyword:"maxLength",params:{limit: 2048},message:"must NOT have more than 2048 characters",schema:2048,parentSchema:schema31.properties.callbackUrl,data:data12};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(!pattern12.test(data12)){
const err34 = {instancePath:instancePath+"/callbackUrl",schemaPath:"#/properties/callbackUrl/pattern",keyword:"pattern",params:{pattern: "^https://.+"},message:"must match pattern \""+"^https://.+"+"\"",schema:"^https://.+",parentSchema:schema31.properties.callbackUrl,data:data12};
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
const err35 = {instancePath:instancePath+"/callbackUrl",schemaPath:"#/properties/callbackUrl/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.callbackUrl.type,parentSchema:schema31.properties.callbackUrl,data:data12};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data.subChecks !== undefined){
let data13 = data.subChecks;
if(Array.isArray(data13)){
if(data13.length > 14){
const err36 = {instancePath:instancePath+"/subChecks",schemaPath:"#/properties/subChecks/maxItems",keyword:"maxItems",params:{limit: 14},message:"must NOT have more than 14 items",schema:14,parentSchema:schema31.properties.subChecks,data:data13};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(data13.length < 1){
const err37 = {instancePath:instancePath+"/subChecks",schemaPath:"#/properties/subChecks/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.subChecks,data:data13};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
const len1 = data13.length;
for(let i1=0; i1<len1; i1++){
let data14 = data13[i1];
if(typeof data14 !== "string"){
const err38 = {instancePath:instancePath+"/subChecks/" + i1,schemaPath:"#/properties/subChecks/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.subChecks.items.type,parentSchema:schema31.properties.subChecks.items,data:data14};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if(!((((((((((((((data14 === "identity.four-factor") || (data14 === "identity.two-factor")) || (data14 === "identity.image")) || (data14 === "identity.three-factor")) || (data14 === "identity.name-mobile")) || (data14 === "identity.id-mobile")) || (data14 === "mobile.attribution")) || (data14 === "mobile.location-work")) || (data14 === "mobile.location-residential")) || (data14 === "mobile.address-verify")) || (data14 === "risk.fraud")) || (data14 === "risk.criminal")) || (data14 === "bank.four-factor")) || (data14 === "bank.three-factor"))){
const err39 = {instancePath:instancePath+"/subChecks/" + i1,schemaPath:"#/properties/subChecks/items/enum",keyword:"enum",params:{allowedValues: schema31.properties.subChecks.items.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.subChecks.items.enum,parentSchema:schema31.properties.subChecks.items,data:data14};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
let i2 = data13.length;
let j0;
if(i2 > 1){
const indices0 = {};
for(;i2--;){
let item0 = data13[i2];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err40 = {instancePath:instancePath+"/subChecks",schemaPath:"#/properties/subChecks/uniqueItems",keyword:"uniqueItems",params:{i: i2, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i2+" are identical)",schema:true,parentSchema:schema31.properties.subChecks,data:data13};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
break;
}
indices0[item0] = i2;
}
}
}
else {
const err41 = {instancePath:instancePath+"/subChecks",schemaPath:"#/properties/subChecks/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.subChecks.type,parentSchema:schema31.properties.subChecks,data:data13};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data.clientReference !== undefined){
let data15 = data.clientReference;
if(typeof data15 === "string"){
if(func2(data15) > 128){
const err42 = {instancePath:instancePath+"/clientReference",schemaPath:"#/properties/clientReference/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters",schema:128,parentSchema:schema31.properties.clientReference,data:data15};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if(func2(data15) < 1){
const err43 = {instancePath:instancePath+"/clientReference",schemaPath:"#/properties/clientReference/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.clientReference,data:data15};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(!pattern13.test(data15)){
const err44 = {instancePath:instancePath+"/clientReference",schemaPath:"#/properties/clientReference/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Cs}]+$"},message:"must match pattern \""+"^[^\\p{Cc}\\p{Cs}]+$"+"\"",schema:"^[^\\p{Cc}\\p{Cs}]+$",parentSchema:schema31.properties.clientReference,data:data15};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
else {
const err45 = {instancePath:instancePath+"/clientReference",schemaPath:"#/properties/clientReference/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.clientReference.type,parentSchema:schema31.properties.clientReference,data:data15};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data.metadata !== undefined){
let data16 = data.metadata;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
if(Object.keys(data16).length > 20){
const err46 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/maxProperties",keyword:"maxProperties",params:{limit: 20},message:"must NOT have more than 20 properties",schema:20,parentSchema:schema31.properties.metadata,data:data16};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
for(const key2 in data16){
const _errs37 = errors;
if(typeof key2 === "string"){
if(!pattern14.test(key2)){
const err47 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_.-]{1,40}$"},message:"must match pattern \""+"^[A-Za-z0-9_.-]{1,40}$"+"\"",schema:"^[A-Za-z0-9_.-]{1,40}$",parentSchema:schema31.properties.metadata.propertyNames,data:key2,propertyName:key2};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
else {
const err48 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/propertyNames/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.metadata.propertyNames.type,parentSchema:schema31.properties.metadata.propertyNames,data:key2,propertyName:key2};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
var valid7 = _errs37 === errors;
if(!valid7){
const err49 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/propertyNames",keyword:"propertyNames",params:{propertyName: key2},message:"property name must be valid",schema:schema31.properties.metadata.propertyNames,parentSchema:schema31.properties.metadata,data:data16};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
for(const key3 in data16){
let data17 = data16[key3];
if(typeof data17 === "string"){
if(func2(data17) > 200){
const err50 = {instancePath:instancePath+"/metadata/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/metadata/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema31.properties.metadata.additionalProperties,data:data17};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
if(!pattern15.test(data17)){
const err51 = {instancePath:instancePath+"/metadata/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/metadata/additionalProperties/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cs}]*$"},message:"must match pattern \""+"^[^\\p{Cs}]*$"+"\"",schema:"^[^\\p{Cs}]*$",parentSchema:schema31.properties.metadata.additionalProperties,data:data17};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
else {
const err52 = {instancePath:instancePath+"/metadata/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/metadata/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.metadata.additionalProperties.type,parentSchema:schema31.properties.metadata.additionalProperties,data:data17};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
}
else {
const err53 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.metadata.type,parentSchema:schema31.properties.metadata,data:data16};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data.consent !== undefined){
let data18 = data.consent;
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
if(data18.obtainedAt === undefined){
const err54 = {instancePath:instancePath+"/consent",schemaPath:"#/properties/consent/required",keyword:"required",params:{missingProperty: "obtainedAt"},message:"must have required property '"+"obtainedAt"+"'",schema:schema31.properties.consent.required,parentSchema:schema31.properties.consent,data:data18};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(data18.purpose === undefined){
const err55 = {instancePath:instancePath+"/consent",schemaPath:"#/properties/consent/required",keyword:"required",params:{missingProperty: "purpose"},message:"must have required property '"+"purpose"+"'",schema:schema31.properties.consent.required,parentSchema:schema31.properties.consent,data:data18};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
for(const key4 in data18){
if(!((((key4 === "obtainedAt") || (key4 === "purpose")) || (key4 === "reference")) || (key4 === "separate"))){
const err56 = {instancePath:instancePath+"/consent",schemaPath:"#/properties/consent/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema31.properties.consent,data:data18};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data18.obtainedAt !== undefined){
let data19 = data18.obtainedAt;
if(typeof data19 === "string"){
if(!pattern16.test(data19)){
const err57 = {instancePath:instancePath+"/consent/obtainedAt",schemaPath:"#/properties/consent/properties/obtainedAt/pattern",keyword:"pattern",params:{pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$"},message:"must match pattern \""+"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$"+"\"",schema:"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$",parentSchema:schema31.properties.consent.properties.obtainedAt,data:data19};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
else {
const err58 = {instancePath:instancePath+"/consent/obtainedAt",schemaPath:"#/properties/consent/properties/obtainedAt/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.consent.properties.obtainedAt.type,parentSchema:schema31.properties.consent.properties.obtainedAt,data:data19};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data18.purpose !== undefined){
let data20 = data18.purpose;
if(typeof data20 === "string"){
if(func2(data20) > 200){
const err59 = {instancePath:instancePath+"/consent/purpose",schemaPath:"#/properties/consent/properties/purpose/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema31.properties.consent.properties.purpose,data:data20};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if(func2(data20) < 1){
const err60 = {instancePath:instancePath+"/consent/purpose",schemaPath:"#/properties/consent/properties/purpose/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.consent.properties.purpose,data:data20};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(!pattern13.test(data20)){
const err61 = {instancePath:instancePath+"/consent/purpose",schemaPath:"#/properties/consent/properties/purpose/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Cs}]+$"},message:"must match pattern \""+"^[^\\p{Cc}\\p{Cs}]+$"+"\"",schema:"^[^\\p{Cc}\\p{Cs}]+$",parentSchema:schema31.properties.consent.properties.purpose,data:data20};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
else {
const err62 = {instancePath:instancePath+"/consent/purpose",schemaPath:"#/properties/consent/properties/purpose/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.consent.properties.purpose.type,parentSchema:schema31.properties.consent.properties.purpose,data:data20};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data18.reference !== undefined){
let data21 = data18.reference;
if(typeof data21 === "string"){
if(func2(data21) > 128){
const err63 = {instancePath:instancePath+"/consent/reference",schemaPath:"#/properties/consent/properties/reference/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters",schema:128,parentSchema:schema31.properties.consent.properties.reference,data:data21};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if(func2(data21) < 1){
const err64 = {instancePath:instancePath+"/consent/reference",schemaPath:"#/properties/consent/properties/reference/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema31.properties.consent.properties.reference,data:data21};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if(!pattern13.test(data21)){
const err65 = {instancePath:instancePath+"/consent/reference",schemaPath:"#/properties/consent/properties/reference/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Cs}]+$"},message:"must match pattern \""+"^[^\\p{Cc}\\p{Cs}]+$"+"\"",schema:"^[^\\p{Cc}\\p{Cs}]+$",parentSchema:schema31.properties.consent.properties.reference,data:data21};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
else {
const err66 = {instancePath:instancePath+"/consent/reference",schemaPath:"#/properties/consent/properties/reference/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.consent.properties.reference.type,parentSchema:schema31.properties.consent.properties.reference,data:data21};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data18.separate !== undefined){
let data22 = data18.separate;
if(Array.isArray(data22)){
if(data22.length > 4){
const err67 = {instancePath:instancePath+"/consent/separate",schemaPath:"#/properties/consent/properties/separate/maxItems",keyword:"maxItems",params:{limit: 4},message:"must NOT have more than 4 items",schema:4,parentSchema:schema31.properties.consent.properties.separate,data:data22};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if(data22.length < 1){
const err68 = {instancePath:instancePath+"/consent/separate",schemaPath:"#/properties/consent/properties/separate/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema31.properties.consent.properties.separate,data:data22};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
const len2 = data22.length;
for(let i3=0; i3<len2; i3++){
let data23 = data22[i3];
if(typeof data23 !== "string"){
const err69 = {instancePath:instancePath+"/consent/separate/" + i3,schemaPath:"#/properties/consent/properties/separate/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.consent.properties.separate.items.type,parentSchema:schema31.properties.consent.properties.separate.items,data:data23};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
if(!((((data23 === "sensitive") || (data23 === "face")) || (data23 === "third-party")) || (data23 === "cross-border"))){
const err70 = {instancePath:instancePath+"/consent/separate/" + i3,schemaPath:"#/properties/consent/properties/separate/items/enum",keyword:"enum",params:{allowedValues: schema31.properties.consent.properties.separate.items.enum},message:"must be equal to one of the allowed values",schema:schema31.properties.consent.properties.separate.items.enum,parentSchema:schema31.properties.consent.properties.separate.items,data:data23};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
let i4 = data22.length;
let j1;
if(i4 > 1){
const indices1 = {};
for(;i4--;){
let item1 = data22[i4];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
const err71 = {instancePath:instancePath+"/consent/separate",schemaPath:"#/properties/consent/properties/separate/uniqueItems",keyword:"uniqueItems",params:{i: i4, j: j1},message:"must NOT have duplicate items (items ## "+j1+" and "+i4+" are identical)",schema:true,parentSchema:schema31.properties.consent.properties.separate,data:data22};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
break;
}
indices1[item1] = i4;
}
}
}
else {
const err72 = {instancePath:instancePath+"/consent/separate",schemaPath:"#/properties/consent/properties/separate/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema31.properties.consent.properties.separate.type,parentSchema:schema31.properties.consent.properties.separate,data:data22};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
}
else {
const err73 = {instancePath:instancePath+"/consent",schemaPath:"#/properties/consent/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.properties.consent.type,parentSchema:schema31.properties.consent,data:data18};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
}
else {
const err74 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.type,parentSchema:schema31,data};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
validate20.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const isPollRequest = validate21;
const schema32 = {"type":"object","additionalProperties":false,"required":["token"],"properties":{"token":{"type":"string","pattern":"^[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]*$","maxLength":4096,"hint":"must be the token from the response to the request"},"reportId":{"type":"string","maxLength":64,"hint":"must be a string of at most 64 characters; the token identifies the report"}}};
const pattern19 = new RegExp("^[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]*$", "u");

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate21.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.token === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "token"},message:"must have required property '"+"token"+"'",schema:schema32.required,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((key0 === "token") || (key0 === "reportId"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.token !== undefined){
let data0 = data.token;
if(typeof data0 === "string"){
if(func2(data0) > 4096){
const err2 = {instancePath:instancePath+"/token",schemaPath:"#/properties/token/maxLength",keyword:"maxLength",params:{limit: 4096},message:"must NOT have more than 4096 characters",schema:4096,parentSchema:schema32.properties.token,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(!pattern19.test(data0)){
const err3 = {instancePath:instancePath+"/token",schemaPath:"#/properties/token/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]*$"},message:"must match pattern \""+"^[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]*$"+"\"",schema:"^[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]*$",parentSchema:schema32.properties.token,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/token",schemaPath:"#/properties/token/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.token.type,parentSchema:schema32.properties.token,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.reportId !== undefined){
let data1 = data.reportId;
if(typeof data1 === "string"){
if(func2(data1) > 64){
const err5 = {instancePath:instancePath+"/reportId",schemaPath:"#/properties/reportId/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema32.properties.reportId,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/reportId",schemaPath:"#/properties/reportId/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.reportId.type,parentSchema:schema32.properties.reportId,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.type,parentSchema:schema32,data};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}
validate21.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};

export const isPolicy = validate22;
const schema33 = {"type":"object","additionalProperties":false,"required":["name","version","rules"],"hint":"must be a JSON object with name, version and rules","properties":{"$schema":{"type":"string","hint":"must be a string"},"name":{"type":"string","pattern":"^[a-z][a-z0-9-]{0,39}$","hint":"must be 1 to 40 lower-case letters, digits and hyphens, a letter first"},"version":{"type":"integer","minimum":1,"maximum":999999,"hint":"must be a whole number from 1 to 999999"},"rules":{"type":"array","minItems":1,"maxItems":100,"hint":"must be a list of 1 to 100 rules","items":{"type":"object","additionalProperties":false,"required":["when","outcome","reason"],"hint":"must be an object with when, outcome and reason","properties":{"when":{"type":"object","additionalProperties":false,"minProperties":1,"hint":"must be an object with one of outcomes, severities, categories, warnings, noneRan","properties":{"outcomes":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","enum":["matched","unmatched","notFound","flagged","clear","data","errored"],"hint":"must be one of matched, unmatched, notFound, flagged, clear, data, errored"},"hint":"must be a list of outcomes, each of them once"},"checks":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","enum":["identity.four-factor","identity.two-factor","identity.image","identity.three-factor","identity.name-mobile","identity.id-mobile","mobile.attribution","mobile.location-work","mobile.location-residential","mobile.address-verify","risk.fraud","risk.criminal","bank.four-factor","bank.three-factor"],"hint":"must be the id of a sub-check, such as identity.two-factor"},"hint":"must be a list of ids of sub-checks, each of them once"},"severities":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"integer","enum":[0,1,2,3],"hint":"must be one of 0, 1, 2, 3"},"hint":"must be a list of severities, each of them once"},"categories":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","enum":["offender","drug-related","drug-user","fugitive","case-involved","other"],"hint":"must be one of offender, drug-related, drug-user, fugitive, case-involved, other"},"hint":"must be a list of police categories, each of them once"},"warnings":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string","enum":["id-check-digit","id-region","id-birth-date","minor","card-check-digit","validity-period","card-expired","card-not-yet-valid","date-unpaired","rare-character","traditional-character","virtual-operator"],"hint":"must be one of id-check-digit, id-region, id-birth-date, minor, card-check-digit, validity-period, card-expired, card-not-yet-valid, date-unpaired, rare-character, traditional-character, virtual-operator"},"hint":"must be a list of codes of warnings, each of them once"},"noneRan":{"type":"string","enum":["verification","lookup","screening"],"hint":"must be one of verification, lookup, screening"}}},"outcome":{"type":"string","enum":["pass","review","fail"],"hint":"must be one of pass, review, fail"},"reason":{"type":"string","pattern":"^[a-z][a-z0-9-]{0,39}$","hint":"must be 1 to 40 lower-case letters, digits and hyphens, a letter first"},"message":{"type":"string","minLength":1,"maxLength":200,"pattern":"^[^\\p{Cc}\\p{Cs}]+$","hint":"must be 1 to 200 characters, without control characters"}}}}}};
const pattern20 = new RegExp("^[a-z][a-z0-9-]{0,39}$", "u");

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data, dynamicAnchors={}}={}){
let vErrors = null;
let errors = 0;
const evaluated0 = validate22.evaluated;
if(evaluated0.dynamicProps){
evaluated0.props = undefined;
}
if(evaluated0.dynamicItems){
evaluated0.items = undefined;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema33.required,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.version === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "version"},message:"must have required property '"+"version"+"'",schema:schema33.required,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.rules === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "rules"},message:"must have required property '"+"rules"+"'",schema:schema33.required,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!((((key0 === "$schema") || (key0 === "name")) || (key0 === "version")) || (key0 === "rules"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.$schema !== undefined){
let data0 = data.$schema;
if(typeof data0 !== "string"){
const err4 = {instancePath:instancePath+"/$schema",schemaPath:"#/properties/%24schema/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.$schema.type,parentSchema:schema33.properties.$schema,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.name !== undefined){
let data1 = data.name;
if(typeof data1 === "string"){
if(!pattern20.test(data1)){
const err5 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z][a-z0-9-]{0,39}$",parentSchema:schema33.properties.name,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.name.type,parentSchema:schema33.properties.name,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.version !== undefined){
let data2 = data.version;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err7 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.version.type,parentSchema:schema33.properties.version,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 999999 || isNaN(data2)){
const err8 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/maximum",keyword:"maximum",params:{comparison: "<=", limit: 999999},message:"must be <= 999999",schema:999999,parentSchema:schema33.properties.version,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data2 < 1 || isNaN(data2)){
const err9 = {instancePath:instancePath+"/version",schemaPath:"#/properties/version/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema33.properties.version,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
if(data.rules !== undefined){
let data3 = data.rules;
if(Array.isArray(data3)){
if(data3.length > 100){
const err10 = {instancePath:instancePath+"/rules",schemaPath:"#/properties/rules/maxItems",keyword:"maxItems",params:{limit: 100},message:"must NOT have more than 100 items",schema:100,parentSchema:schema33.properties.rules,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data3.length < 1){
const err11 = {instancePath:instancePath+"/rules",schemaPath:"#/properties/rules/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema33.properties.rules,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.when === undefined){
const err12 = {instancePath:instancePath+"/rules/" + i0,schemaPath:"#/properties/rules/items/required",keyword:"required",params:{missingProperty: "when"},message:"must have required property '"+"when"+"'",schema:schema33.properties.rules.items.required,parentSchema:schema33.properties.rules.items,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data4.outcome === undefined){
const err13 = {instancePath:instancePath+"/rules/" + i0,schemaPath:"#/properties/rules/items/required",keyword:"required",params:{missingProperty: "outcome"},message:"must have required property '"+"outcome"+"'",schema:schema33.properties.rules.items.required,parentSchema:schema33.properties.rules.items,data:data4};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data4.reason === undefined){
const err14 = {instancePath:instancePath+"/rules/" + i0,schemaPath:"#/properties/rules/items/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'",schema:schema33.properties.rules.items.required,parentSchema:schema33.properties.rules.items,data:data4};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
for(const key1 in data4){
if(!((((key1 === "when") || (key1 === "outcome")) || (key1 === "reason")) || (key1 === "message"))){
const err15 = {instancePath:instancePath+"/rules/" + i0,schemaPath:"#/properties/rules/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema33.properties.rules.items,data:data4};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data4.when !== undefined){
let data5 = data4.when;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(Object.keys(data5).length < 1){
const err16 = {instancePath:instancePath+"/rules/" + i0+"/when",schemaPath:"#/properties/rules/items/properties/when/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties",schema:1,parentSchema:schema33.properties.rules.items.properties.when,data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
for(const key2 in data5){
if(!((((((key2 === "outcomes") || (key2 === "checks")) || (key2 === "severities")) || (key2 === "categories")) || (key2 === "warnings")) || (key2 === "noneRan"))){
const err17 = {instancePath:instancePath+"/rules/" + i0+"/when",schemaPath:"#/properties/rules/items/properties/when/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema33.properties.rules.items.properties.when,data:data5};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data5.outcomes !== undefined){
let data6 = data5.outcomes;
if(Array.isArray(data6)){
if(data6.length < 1){
const err18 = {instancePath:instancePath+"/rules/" + i0+"/when/outcomes",schemaPath:"#/properties/rules/items/properties/when/properties/outcomes/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema33.properties.rules.items.properties.when.properties.outcomes,data:data6};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
let data7 = data6[i1];
if(typeof data7 !== "string"){
const err19 = {instancePath:instancePath+"/rules/" + i0+"/when/outcomes/" + i1,schemaPath:"#/properties/rules/items/properties/when/properties/outcomes/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.rules.items.properties.when.properties.outcomes.items.type,parentSchema:schema33.properties.rules.items.properties.when.properties.outcomes.items,data:data7};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(!(((((((data7 === "matched") || (data7 === "unmatched")) || (data7 === "notFound")) || (data7 === "flagged")) || (data7 === "clear")) || (data7 === "data")) || (data7 === "errored"))){
const err20 = {instancePath:instancePath+"/rules/" + i0+"/when/outcomes/" + i1,schemaPath:"#/properties/rules/items/properties/when/properties/outcomes/items/enum",keyword:"enum",params:{allowedValues: schema33.properties.rules.items.properties.when.properties.outcomes.items.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.rules.items.properties.when.properties.outcomes.items.enum,parentSchema:schema33.properties.rules.items.properties.when.properties.outcomes.items,data:data7};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
let i2 = data6.length;
let j0;
if(i2 > 1){
const indices0 = {};
for(;i2--;){
let item0 = data6[i2];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err21 = {instancePath:instancePath+"/rules/" + i0+"/when/outcomes",schemaPath:"#/properties/rules/items/properties/when/properties/outcomes/uniqueItems",keyword:"uniqueItems",params:{i: i2, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i2+" are identical)",schema:true,parentSchema:schema33.properties.rules.items.properties.when.properties.outcomes,data:data6};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
break;
}
indices0[item0] = i2;
}
}
}
else {
const err22 = {instancePath:instancePath+"/rules/" + i0+"/when/outcomes",schemaPath:"#/properties/rules/items/properties/when/properties/outcomes/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.properties.rules.items.properties.when.properties.outcomes.type,parentSchema:schema33.properties.rules.items.properties.when.properties.outcomes,data:data6};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data5.checks !== undefined){
let data8 = data5.checks;
if(Array.isArray(data8)){
if(data8.length < 1){
const err23 = {instancePath:instancePath+"/rules/" + i0+"/when/checks",schemaPath:"#/properties/rules/items/properties/when/properties/checks/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema33.properties.rules.items.properties.when.properties.checks,data:data8};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
const len2 = data8.length;
for(let i3=0; i3<len2; i3++){
let data9 = data8[i3];
if(typeof data9 !== "string"){
const err24 = {instancePath:instancePath+"/rules/" + i0+"/when/checks/" + i3,schemaPath:"#/properties/rules/items/properties/when/properties/checks/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.rules.items.properties.when.properties.checks.items.type,parentSchema:schema33.properties.rules.items.properties.when.properties.checks.items,data:data9};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(!((((((((((((((data9 === "identity.four-factor") || (data9 === "identity.two-factor")) || (data9 === "identity.image")) || (data9 === "identity.three-factor")) || (data9 === "identity.name-mobile")) || (data9 === "identity.id-mobile")) || (data9 === "mobile.attribution")) || (data9 === "mobile.location-work")) || (data9 === "mobile.location-residential")) || (data9 === "mobile.address-verify")) || (data9 === "risk.fraud")) || (data9 === "risk.criminal")) || (data9 === "bank.four-factor")) || (data9 === "bank.three-factor"))){
const err25 = {instancePath:instancePath+"/rules/" + i0+"/when/checks/" + i3,schemaPath:"#/properties/rules/items/properties/when/properties/checks/items/enum",keyword:"enum",params:{allowedValues: schema33.properties.rules.items.properties.when.properties.checks.items.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.rules.items.properties.when.properties.checks.items.enum,parentSchema:schema33.properties.rules.items.properties.when.properties.checks.items,data:data9};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
let i4 = data8.length;
let j1;
if(i4 > 1){
const indices1 = {};
for(;i4--;){
let item1 = data8[i4];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
const err26 = {instancePath:instancePath+"/rules/" + i0+"/when/checks",schemaPath:"#/properties/rules/items/properties/when/properties/checks/uniqueItems",keyword:"uniqueItems",params:{i: i4, j: j1},message:"must NOT have duplicate items (items ## "+j1+" and "+i4+" are identical)",schema:true,parentSchema:schema33.properties.rules.items.properties.when.properties.checks,data:data8};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
break;
}
indices1[item1] = i4;
}
}
}
else {
const err27 = {instancePath:instancePath+"/rules/" + i0+"/when/checks",schemaPath:"#/properties/rules/items/properties/when/properties/checks/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.properties.rules.items.properties.when.properties.checks.type,parentSchema:schema33.properties.rules.items.properties.when.properties.checks,data:data8};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data5.severities !== undefined){
let data10 = data5.severities;
if(Array.isArray(data10)){
if(data10.length < 1){
const err28 = {instancePath:instancePath+"/rules/" + i0+"/when/severities",schemaPath:"#/properties/rules/items/properties/when/properties/severities/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema33.properties.rules.items.properties.when.properties.severities,data:data10};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
const len3 = data10.length;
for(let i5=0; i5<len3; i5++){
let data11 = data10[i5];
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
const err29 = {instancePath:instancePath+"/rules/" + i0+"/when/severities/" + i5,schemaPath:"#/properties/rules/items/properties/when/properties/severities/items/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema33.properties.rules.items.properties.when.properties.severities.items.type,parentSchema:schema33.properties.rules.items.properties.when.properties.severities.items,data:data11};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(!((((data11 === 0) || (data11 === 1)) || (data11 === 2)) || (data11 === 3))){
const err30 = {instancePath:instancePath+"/rules/" + i0+"/when/severities/" + i5,schemaPath:"#/properties/rules/items/properties/when/properties/severities/items/enum",keyword:"enum",params:{allowedValues: schema33.properties.rules.items.properties.when.properties.severities.items.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.rules.items.properties.when.properties.severities.items.enum,parentSchema:schema33.properties.rules.items.properties.when.properties.severities.items,data:data11};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
let i6 = data10.length;
let j2;
if(i6 > 1){
const indices2 = {};
for(;i6--;){
let item2 = data10[i6];
if(!(((typeof item2 == "number") && (!(item2 % 1) && !isNaN(item2))) && (isFinite(item2)))){
continue;
}
if(typeof indices2[item2] == "number"){
j2 = indices2[item2];
const err31 = {instancePath:instancePath+"/rules/" + i0+"/when/severities",schemaPath:"#/properties/rules/items/properties/when/properties/severities/uniqueItems",keyword:"uniqueItems",params:{i: i6, j: j2},message:"must NOT have duplicate items (items ## "+j2+" and "+i6+" are identical)",schema:true,parentSchema:schema33.properties.rules.items.properties.when.properties.severities,data:data10};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
break;
}
indices2[item2] = i6;
}
}
}
else {
const err32 = {instancePath:instancePath+"/rules/" + i0+"/when/severities",schemaPath:"#/properties/rules/items/properties/when/properties/severities/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.properties.rules.items.properties.when.properties.severities.type,parentSchema:schema33.properties.rules.items.properties.when.properties.severities,data:data10};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data5.categories !== undefined){
let data12 = data5.categories;
if(Array.isArray(data12)){
if(data12.length < 1){
const err33 = {instancePath:instancePath+"/rules/" + i0+"/when/categories",schemaPath:"#/properties/rules/items/properties/when/properties/categories/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema33.properties.rules.items.properties.when.properties.categories,data:data12};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
const len4 = data12.length;
for(let i7=0; i7<len4; i7++){
let data13 = data12[i7];
if(typeof data13 !== "string"){
const err34 = {instancePath:instancePath+"/rules/" + i0+"/when/categories/" + i7,schemaPath:"#/properties/rules/items/properties/when/properties/categories/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.rules.items.properties.when.properties.categories.items.type,parentSchema:schema33.properties.rules.items.properties.when.properties.categories.items,data:data13};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(!((((((data13 === "offender") || (data13 === "drug-related")) || (data13 === "drug-user")) || (data13 === "fugitive")) || (data13 === "case-involved")) || (data13 === "other"))){
const err35 = {instancePath:instancePath+"/rules/" + i0+"/when/categories/" + i7,schemaPath:"#/properties/rules/items/properties/when/properties/categories/items/enum",keyword:"enum",params:{allowedValues: schema33.properties.rules.items.properties.when.properties.categories.items.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.rules.items.properties.when.properties.categories.items.enum,parentSchema:schema33.properties.rules.items.properties.when.properties.categories.items,data:data13};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
let i8 = data12.length;
let j3;
if(i8 > 1){
const indices3 = {};
for(;i8--;){
let item3 = data12[i8];
if(typeof item3 !== "string"){
continue;
}
if(typeof indices3[item3] == "number"){
j3 = indices3[item3];
const err36 = {instancePath:instancePath+"/rules/" + i0+"/when/categories",schemaPath:"#/properties/rules/items/properties/when/properties/categories/uniqueItems",keyword:"uniqueItems",params:{i: i8, j: j3},message:"must NOT have duplicate items (items ## "+j3+" and "+i8+" are identical)",schema:true,parentSchema:schema33.properties.rules.items.properties.when.properties.categories,data:data12};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
break;
}
indices3[item3] = i8;
}
}
}
else {
const err37 = {instancePath:instancePath+"/rules/" + i0+"/when/categories",schemaPath:"#/properties/rules/items/properties/when/properties/categories/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.properties.rules.items.properties.when.properties.categories.type,parentSchema:schema33.properties.rules.items.properties.when.properties.categories,data:data12};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data5.warnings !== undefined){
let data14 = data5.warnings;
if(Array.isArray(data14)){
if(data14.length < 1){
const err38 = {instancePath:instancePath+"/rules/" + i0+"/when/warnings",schemaPath:"#/properties/rules/items/properties/when/properties/warnings/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items",schema:1,parentSchema:schema33.properties.rules.items.properties.when.properties.warnings,data:data14};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
const len5 = data14.length;
for(let i9=0; i9<len5; i9++){
let data15 = data14[i9];
if(typeof data15 !== "string"){
const err39 = {instancePath:instancePath+"/rules/" + i0+"/when/warnings/" + i9,schemaPath:"#/properties/rules/items/properties/when/properties/warnings/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.rules.items.properties.when.properties.warnings.items.type,parentSchema:schema33.properties.rules.items.properties.when.properties.warnings.items,data:data15};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if(!((((((((((((data15 === "id-check-digit") || (data15 === "id-region")) || (data15 === "id-birth-date")) || (data15 === "minor")) || (data15 === "card-check-digit")) || (data15 === "validity-period")) || (data15 === "card-expired")) || (data15 === "card-not-yet-valid")) || (data15 === "date-unpaired")) || (data15 === "rare-character")) || (data15 === "traditional-character")) || (data15 === "virtual-operator"))){
const err40 = {instancePath:instancePath+"/rules/" + i0+"/when/warnings/" + i9,schemaPath:"#/properties/rules/items/properties/when/properties/warnings/items/enum",keyword:"enum",params:{allowedValues: schema33.properties.rules.items.properties.when.properties.warnings.items.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.rules.items.properties.when.properties.warnings.items.enum,parentSchema:schema33.properties.rules.items.properties.when.properties.warnings.items,data:data15};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
let i10 = data14.length;
let j4;
if(i10 > 1){
const indices4 = {};
for(;i10--;){
let item4 = data14[i10];
if(typeof item4 !== "string"){
continue;
}
if(typeof indices4[item4] == "number"){
j4 = indices4[item4];
const err41 = {instancePath:instancePath+"/rules/" + i0+"/when/warnings",schemaPath:"#/properties/rules/items/properties/when/properties/warnings/uniqueItems",keyword:"uniqueItems",params:{i: i10, j: j4},message:"must NOT have duplicate items (items ## "+j4+" and "+i10+" are identical)",schema:true,parentSchema:schema33.properties.rules.items.properties.when.properties.warnings,data:data14};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
break;
}
indices4[item4] = i10;
}
}
}
else {
const err42 = {instancePath:instancePath+"/rules/" + i0+"/when/warnings",schemaPath:"#/properties/rules/items/properties/when/properties/warnings/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.properties.rules.items.properties.when.properties.warnings.type,parentSchema:schema33.properties.rules.items.properties.when.properties.warnings,data:data14};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data5.noneRan !== undefined){
let data16 = data5.noneRan;
if(typeof data16 !== "string"){
const err43 = {instancePath:instancePath+"/rules/" + i0+"/when/noneRan",schemaPath:"#/properties/rules/items/properties/when/properties/noneRan/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.rules.items.properties.when.properties.noneRan.type,parentSchema:schema33.properties.rules.items.properties.when.properties.noneRan,data:data16};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(!(((data16 === "verification") || (data16 === "lookup")) || (data16 === "screening"))){
const err44 = {instancePath:instancePath+"/rules/" + i0+"/when/noneRan",schemaPath:"#/properties/rules/items/properties/when/properties/noneRan/enum",keyword:"enum",params:{allowedValues: schema33.properties.rules.items.properties.when.properties.noneRan.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.rules.items.properties.when.properties.noneRan.enum,parentSchema:schema33.properties.rules.items.properties.when.properties.noneRan,data:data16};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
else {
const err45 = {instancePath:instancePath+"/rules/" + i0+"/when",schemaPath:"#/properties/rules/items/properties/when/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.properties.rules.items.properties.when.type,parentSchema:schema33.properties.rules.items.properties.when,data:data5};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data4.outcome !== undefined){
let data17 = data4.outcome;
if(typeof data17 !== "string"){
const err46 = {instancePath:instancePath+"/rules/" + i0+"/outcome",schemaPath:"#/properties/rules/items/properties/outcome/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.rules.items.properties.outcome.type,parentSchema:schema33.properties.rules.items.properties.outcome,data:data17};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
if(!(((data17 === "pass") || (data17 === "review")) || (data17 === "fail"))){
const err47 = {instancePath:instancePath+"/rules/" + i0+"/outcome",schemaPath:"#/properties/rules/items/properties/outcome/enum",keyword:"enum",params:{allowedValues: schema33.properties.rules.items.properties.outcome.enum},message:"must be equal to one of the allowed values",schema:schema33.properties.rules.items.properties.outcome.enum,parentSchema:schema33.properties.rules.items.properties.outcome,data:data17};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data4.reason !== undefined){
let data18 = data4.reason;
if(typeof data18 === "string"){
if(!pattern20.test(data18)){
const err48 = {instancePath:instancePath+"/rules/" + i0+"/reason",schemaPath:"#/properties/rules/items/properties/reason/pattern",keyword:"pattern",params:{pattern: "^[a-z][a-z0-9-]{0,39}$"},message:"must match pattern \""+"^[a-z][a-z0-9-]{0,39}$"+"\"",schema:"^[a-z][a-z0-9-]{0,39}$",parentSchema:schema33.properties.rules.items.properties.reason,data:data18};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
else {
const err49 = {instancePath:instancePath+"/rules/" + i0+"/reason",schemaPath:"#/properties/rules/items/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.rules.items.properties.reason.type,parentSchema:schema33.properties.rules.items.properties.reason,data:data18};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data4.message !== undefined){
let data19 = data4.message;
if(typeof data19 === "string"){
if(func2(data19) > 200){
const err50 = {instancePath:instancePath+"/rules/" + i0+"/message",schemaPath:"#/properties/rules/items/properties/message/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema33.properties.rules.items.properties.message,data:data19};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
if(func2(data19) < 1){
const err51 = {instancePath:instancePath+"/rules/" + i0+"/message",schemaPath:"#/properties/rules/items/properties/message/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema33.properties.rules.items.properties.message,data:data19};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
if(!pattern13.test(data19)){
const err52 = {instancePath:instancePath+"/rules/" + i0+"/message",schemaPath:"#/properties/rules/items/properties/message/pattern",keyword:"pattern",params:{pattern: "^[^\\p{Cc}\\p{Cs}]+$"},message:"must match pattern \""+"^[^\\p{Cc}\\p{Cs}]+$"+"\"",schema:"^[^\\p{Cc}\\p{Cs}]+$",parentSchema:schema33.properties.rules.items.properties.message,data:data19};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
else {
const err53 = {instancePath:instancePath+"/rules/" + i0+"/message",schemaPath:"#/properties/rules/items/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema33.properties.rules.items.properties.message.type,parentSchema:schema33.properties.rules.items.properties.message,data:data19};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
else {
const err54 = {instancePath:instancePath+"/rules/" + i0,schemaPath:"#/properties/rules/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.properties.rules.items.type,parentSchema:schema33.properties.rules.items,data:data4};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
}
else {
const err55 = {instancePath:instancePath+"/rules",schemaPath:"#/properties/rules/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema33.properties.rules.type,parentSchema:schema33.properties.rules,data:data3};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
}
else {
const err56 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema33.type,parentSchema:schema33,data};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
validate22.errors = vErrors;
return errors === 0;
}
validate22.evaluated = {"props":true,"dynamicProps":false,"dynamicItems":false};
